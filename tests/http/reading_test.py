# SPDX-License-Identifier: MIT
from clinic import *
from server import Test, quote


def numbers(rows):
    return [row['n'] for row in rows]


N = 'select=n:metadata->number'


class Columns(Test):
    def test_all_in_their_order(self):
        row = self.rows('/patients?patient_code=eq.P-001', TOM)[0]
        self.assertEqual(['id', 'user_id', 'therapist_id', 'patient_code', 'diagnosis', 'created_at', 'updated_at'],
                         list(row))
        self.assertEqual('Sarcopenia, "mild"', row['diagnosis'])

    def test_chosen_aliased_cast(self):
        rows = self.rows('/emg_statistics?select=c:channel::text,rms_mean&session_id=eq.%s&order=channel' % session(1), TOM)
        self.assertEqual([{'c': '1', 'rms_mean': 1e-05}, {'c': '2', 'rms_mean': 2e-05}], rows)

    def test_json_paths(self):
        row = self.rows('/therapy_sessions?select=metadata->number,t:metadata->tags->1,s:metadata->tags->>0,none:metadata->x->y'
                        '&id=eq.' + session(7), TOM)[0]
        self.assertEqual({'number': 7, 't': 'n7', 's': 'emg', 'none': None}, row)

    def test_star_and_more(self):
        row = self.rows('/performance_scores?select=*,again:overall_score&limit=1&order=created_at', TOM)[0]
        self.assertEqual(row['overall_score'], row['again'])

    def test_every_character_of_a_text(self):
        text = ''.join(map(chr, [*range(1, 0xd800, 7), *range(0xe000, 0x10000, 13), 0x1f600, 0x10ffff])) + '"\\/\b\t\n\f\r\x7f\u2028'
        self.call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': text}, status=204)
        self.assertEqual(text, self.rows('/patients?select=diagnosis&id=eq.' + P2, TOM)[0]['diagnosis'])
        self.call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': None}, status=204)

    def test_csv(self):
        answer = self.get('/emg_statistics?select=channel,contraction_count&session_id=eq.%s&order=channel' % session(1), TOM,
                          headers={'Accept': 'text/csv'})
        self.assertEqual('text/csv; charset=utf-8', answer.header('content-type'))
        self.assertEqual(b'channel,contraction_count\n1,11\n2,12', answer.body)

    def test_csv_quotes(self):
        answer = self.get('/patients?select=patient_code,diagnosis&order=patient_code', TOM, headers={'Accept': 'text/csv'})
        self.assertEqual('patient_code,diagnosis\nP-001,"Sarcopenia, ""mild"""\nP-002,', answer.body.decode())

    def test_singular(self):
        accept = {'Accept': 'application/vnd.pgrst.object+json'}
        answer = self.get('/patients?patient_code=eq.P-001&select=patient_code', TOM, headers=accept)
        self.assertEqual({'patient_code': 'P-001'}, answer.json)
        self.assertTrue(answer.header('content-type').startswith('application/vnd.pgrst.object+json'))
        self.refused('GET', '/patients', TOM, 406, 'PGRST116', headers=accept)
        none = self.refused('GET', '/patients?patient_code=eq.nobody', TOM, 406, 'PGRST116', headers=accept)
        self.assertIn('0 rows', none.json['details'])

    def test_negotiation(self):
        for accept in ('*/*', 'text/html, */*;q=0.1', 'application/json;q=0.5, text/csv;q=0.1'):
            answer = self.get('/patients?select=id', TOM, headers={'Accept': accept})
            self.assertEqual('application/json; charset=utf-8', answer.header('content-type'), accept)
        for accept in ('text/html', 'image/png', 'application/xml', 'application/*'):
            self.refused('GET', '/patients', TOM, 406, 'PGRST107', headers={'Accept': accept})

    def test_headers(self):
        answer = self.get('/patients?select=id&order=id', TOM)
        self.assertEqual('/patients?order=id&select=id', answer.header('content-location'))
        self.assertEqual('private, no-store', answer.header('cache-control'))
        self.assertEqual('nosniff', answer.header('x-content-type-options'))
        self.assertIn('Accept', answer.header('vary'))
        self.assertTrue(answer.header('x-request-id'))
        given = self.get('/patients?select=id', TOM, headers={'X-Request-Id': 'my-request-0001'})
        self.assertEqual('my-request-0001', given.header('x-request-id'))

    def test_gzip(self):
        import gzip
        path = '/therapy_sessions?select=*,emg_statistics(*)'
        plain = self.get(path, TOM)
        packed = self.get(path, TOM, headers={'Accept-Encoding': 'gzip'})
        self.assertEqual('gzip', packed.header('content-encoding'))
        self.assertEqual(plain.body, gzip.decompress(packed.body))


class Filters(Test):
    def check(self, expected, query, who=TOM, order='created_at'):
        rows = self.rows('/therapy_sessions?%s&%s&order=%s' % (N, query, order), who)
        self.assertEqual(expected, numbers(rows), query)

    def test_comparison(self):
        self.check([3], 'id=eq.' + session(3))
        self.check([1, 2, 3], 'created_at=lt.2026-01-01T12:00:00Z')
        self.check([30], 'created_at=gte.2026-01-02T14:00:00Z')
        self.check([1, 2], 'metadata->number=lte.2')
        self.check([29, 30], 'metadata->number=gt.28')
        self.check(list(range(2, 31)), 'id=neq.' + session(1))

    def test_patterns(self):
        self.check([1] + list(range(10, 20)), 'metadata->tags->>1=like.n1*')
        self.check([7], 'metadata->tags->>1=ilike.N7')
        self.check([7, 8], 'metadata->tags->>1=match.^n[78]$')
        self.check([7, 8], 'metadata->tags->>1=imatch.^N[78]$')

    def test_lists(self):
        self.check([4, 5], 'id=in.(%s,"%s",%s)' % (session(5), session(4), NOBODY))
        self.check([], 'id=in.()')
        odd = self.rows('/patients?select=patient_code&diagnosis=in.(%s)' % quote('"Sarcopenia, \\"mild\\"",x'), TOM)
        self.assertEqual([{'patient_code': 'P-001'}], odd)

    def test_is(self):
        codes = lambda query: [row['patient_code'] for row in self.rows('/patients?select=patient_code&order=patient_code&' + query, TOM)]
        self.assertEqual(['P-002'], codes('diagnosis=is.null'))
        self.assertEqual(['P-001'], codes('diagnosis=not.is.null'))
        self.assertEqual(['P-001'], codes('diagnosis=is.not_null'))
        self.assertEqual(['P-001'], codes('user_id=isdistinct.%s&diagnosis=not.is.null' % NOBODY))

    def test_containment(self):
        self.check([9], 'metadata=cs.' + quote('{"number":9}'))
        self.check([9], 'metadata->tags=cs.' + quote('["n9"]'))
        self.check([9], 'metadata->tags=cd.' + quote('["n9","emg","x"]'))

    def test_logic(self):
        self.check([1, 2], 'or=(id.eq.%s,id.eq.%s)' % (session(1), session(2)))
        self.check([2], 'and=(metadata->number.gte.2,not.or(metadata->number.gte.3,id.eq.%s))' % session(1))
        self.check([3, 6], 'metadata->number=lt.9&status=eq.processing&or=(status.eq.processing,status.is.null)')
        self.check([1], 'status=not.in.(processing,failed)&metadata->number=lt.4')

    def test_any_and_all(self):
        self.check([1, 2, 3], 'metadata->number=lt(any).{4,2}')
        self.check([1], 'metadata->number=lt(all).{4,2}')

    def test_order(self):
        self.check([30, 29], 'metadata->number=gt.28', order='created_at.desc')
        self.check([3, 6, 9, 1, 4], 'metadata->number=in.(1,3,4,6,9)', order='status.desc.nullslast,metadata->number')
        rows = self.rows('/patients?select=patient_code&order=diagnosis.asc.nullsfirst', TOM)
        self.assertEqual(['P-002', 'P-001'], [row['patient_code'] for row in rows])

    def test_odd_spelling(self):
        self.check([3], 'i%64=eq.' + session(3))
        self.check([3], 'id[]=eq.' + session(3))
        self.check([3], 'id::text=eq.' + session(3))
        rows = self.rows('/patients?select="patient_code"&"patient_code"=eq.P-001', TOM)
        self.assertEqual([{'patient_code': 'P-001'}], rows)

    def test_values_are_never_sql(self):
        for value in ("'", "';drop table patients;--", '$1', "\\'", '%', '_', 'x\ny', "E'\\x00'", '\U0001f600'):
            rows = self.rows('/patients?patient_code=eq.' + quote(value), TOM)
            self.assertEqual([], rows, value)
            self.rows('/patients?diagnosis=ilike.*%s*' % quote(value), TOM)
            self.rows('/patients?diagnosis=in.(%s)' % quote('"%s"' % value.replace('\\', '\\\\').replace('"', '\\"')), TOM)
        self.assertEqual(2, len(self.rows('/patients', TOM)))


class Embeds(Test):
    def test_the_frontends_query(self):
        rows = self.rows('/therapy_sessions?select=*,emg_statistics(*),performance_scores(*)&patient_id=eq.%s&order=created_at.desc' % P1, TOM)
        self.assertEqual(30, len(rows))
        self.assertEqual(sorted((row['created_at'] for row in rows), reverse=True), [row['created_at'] for row in rows])
        self.assertEqual(2, len(rows[-1]['emg_statistics']))
        self.assertEqual(2, len(rows[-1]['performance_scores']))
        self.assertEqual([], rows[0]['emg_statistics'])

    def test_to_one_and_to_many(self):
        row = self.rows('/emg_statistics?select=channel,therapy_sessions(patients(patient_code,therapists(specialization)))'
                        '&session_id=eq.%s&channel=eq.1' % session(1), TOM)[0]
        self.assertEqual('Geriatrics', row['therapy_sessions']['patients']['therapists']['specialization'])

    def test_alias_and_hint(self):
        row = self.rows('/patients?select=doctor:therapists!patients_therapist_id_fkey(institution)&id=eq.' + P1, TOM)[0]
        self.assertEqual({'doctor': {'institution': 'Clinic'}}, row)
        row = self.rows('/patients?select=doctor:therapist_id(institution)&id=eq.' + P1, TOM)[0]
        self.assertEqual({'doctor': {'institution': 'Clinic'}}, row)

    def test_one_to_one_is_an_object(self):
        row = self.rows('/users?select=full_name,patients(patient_code)&id=eq.' + PAUL, TOM)[0]
        self.assertEqual({'full_name': 'Paul Dorn', 'patients': {'patient_code': 'P-001'}}, row)
        row = self.rows('/users?select=therapists(institution),patients(id)&id=eq.' + TOM, TOM)[0]
        self.assertEqual({'therapists': {'institution': 'Clinic'}, 'patients': None}, row)

    def test_filter_order_limit_on_embeds(self):
        row = self.rows('/therapy_sessions?select=contractions(start_time)&contractions.order=start_time.desc'
                        '&contractions.limit=2&contractions.channel=gte.1&id=eq.' + session(2), TOM)[0]
        self.assertEqual([{'start_time': 4.5}, {'start_time': 3}], row['contractions'])
        row = self.rows('/therapy_sessions?select=contractions(start_time)&contractions.offset=2'
                        '&contractions.order=start_time&id=eq.' + session(2), TOM)[0]
        self.assertEqual([{'start_time': 4.5}], row['contractions'])
        row = self.rows('/therapy_sessions?select=contractions(channel)&contractions.or=(channel.eq.9,channel.eq.1)&id=eq.'
                        + session(2), TOM)[0]
        self.assertEqual([{'channel': 1}], row['contractions'])

    def test_inner(self):
        rows = self.rows('/therapy_sessions?select=id,emg_statistics!inner(channel)&emg_statistics.channel=eq.2', TOM)
        self.assertEqual(10, len(rows))
        rows = self.rows('/therapy_sessions?select=id,emg_statistics(channel)&emg_statistics.channel=eq.2', TOM)
        self.assertEqual(30, len(rows))
        rows = self.rows('/therapy_sessions?select=id,emg_statistics()&emg_statistics=not.is.null', TOM)
        self.assertEqual(10, len(rows))
        rows = self.rows('/therapy_sessions?select=id,emg_statistics()&emg_statistics=is.null', TOM)
        self.assertEqual(20, len(rows))

    def test_order_by_a_parent(self):
        rows = self.rows('/therapy_sessions?select=id,patients(patient_code)&order=patients(patient_code).desc,created_at&limit=1', ADMIN)
        self.assertEqual([{'id': session(31), 'patients': {'patient_code': 'P-003'}}], rows)

    def test_spread(self):
        row = self.rows('/therapy_sessions?select=id,...patients(code:patient_code)&id=eq.' + session(1), TOM)[0]
        self.assertEqual({'id': session(1), 'code': 'P-001'}, row)

    def test_none_and_ambiguous(self):
        self.refused('GET', '/contractions?select=*,audit_log(*)', TOM, 400, 'PGRST200')
        self.refused('GET', '/patients?select=*,nothing(*)', TOM, 400, 'PGRST200')
        self.refused('GET', '/patients?select=id&nothing.id=eq.1', TOM, 400, 'PGRST108')
        self.refused('GET', '/patients?select=id,therapy_sessions(id)&order=therapy_sessions(id)', TOM, 400, 'PGRST118')


class Paging(Test):
    def page(self, query='', status=200, prefer=None, **headers):
        return self.get('/therapy_sessions?select=id&order=created_at' + query, TOM, status=status, prefer=prefer,
                        headers={name.replace('_', '-'): value for name, value in headers.items()})

    def test_without_a_count(self):
        self.assertEqual('0-29/*', self.page().header('content-range'))
        self.assertEqual('0-4/*', self.page('&limit=5').header('content-range'))
        self.assertEqual('28-29/*', self.page('&offset=28').header('content-range'))
        self.assertEqual('*/*', self.page('&offset=500').header('content-range'))
        self.assertEqual([], self.page('&limit=0').json)

    def test_exact(self):
        answer = self.page('&limit=5', 206, 'count=exact')
        self.assertEqual('0-4/30', answer.header('content-range'))
        self.assertEqual('0-29/30', self.page('', 200, 'count=exact').header('content-range'))
        self.assertEqual('*/30', self.page('&offset=30', 206, 'count=exact').header('content-range'))
        past = self.page('&offset=31', 416, 'count=exact')
        self.assertError(past, 416, 'PGRST103')
        self.assertEqual('*/30', past.header('content-range'))
        self.assertEqual('*/0', self.page('&status=eq.none', 200, 'count=exact').header('content-range'))

    def test_planned_and_estimated(self):
        for kind in ('planned', 'estimated'):
            answer = self.call('GET', '/therapy_sessions?select=id&limit=2', ADMIN, prefer='count=' + kind)
            self.assertIn(answer.status, (200, 206))
            self.assertRegex(answer.header('content-range'), r'^0-1/\d+$')
        self.assertLessEqual(30, int(self.call('GET', '/therapy_sessions?select=id', TOM, prefer='count=estimated').count))

    def test_range_header(self):
        answer = self.page(Range='5-9', Range_Unit='items')
        self.assertEqual(('5-9/*', 5), (answer.header('content-range'), len(answer.json)))
        self.assertEqual('10-29/*', self.page(Range='10-').header('content-range'))
        self.assertEqual('5-9/30', self.page('', 206, 'count=exact', Range='5-9').header('content-range'))
        self.assertError(self.page('', 416, Range='9-5'), 416, 'PGRST103')
        self.assertEqual('0-29/*', self.page(Range='nonsense').header('content-range'))

    def test_limits_of_the_limit(self):
        self.assertError(self.page('&limit=-1', 416), 416, 'PGRST103')
        self.assertError(self.page('&limit=0&offset=1', 416), 416, 'PGRST103')
        self.assertEqual(30, len(self.page('&offset=-1').json))
        self.assertEqual(30, len(self.page('&offset=x').json))

    def test_counts_on_embeds_are_of_the_root(self):
        path = '/therapy_sessions?select=id,emg_statistics!inner(id)&limit=1'
        self.assertEqual('0-0/10', self.get(path, TOM, 206, prefer='count=exact').header('content-range'))

    def test_pages_meet(self):
        seen = []
        for start in range(0, 30, 7):
            seen += [row['id'] for row in self.page('&limit=7&offset=%d' % start).json]
        self.assertEqual([session(n) for n in range(1, 31)], seen)


class Methods(Test):
    def test_head_is_get_without_rows(self):
        path = '/therapy_sessions?select=id&limit=3'
        get = self.call('GET', path, TOM, prefer='count=exact', status=206)
        head = self.call('HEAD', path, TOM, prefer='count=exact', status=206)
        self.assertEqual(b'', head.body)
        for name in ('content-range', 'content-type', 'content-location', 'vary'):
            self.assertEqual(get.header(name), head.header(name), name)
        for path, status in (('/patients?nothing=eq.1', 400), ('/nothing', 404)):
            get = self.call('GET', path, TOM, status=status)
            head = self.call('HEAD', path, TOM, status=status)
            for name in ('content-length', 'content-type', 'proxy-status'):
                self.assertEqual(get.header(name), head.header(name), name)

    def test_options(self):
        answer = self.call('OPTIONS', '/therapy_sessions', TOM, status=200)
        self.assertEqual('OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE', answer.header('allow'))
        self.assertEqual(b'', answer.body)

    def test_unknown_methods(self):
        for method in ('TRACE', 'PROPFIND', 'FOO', 'get'):
            answer = self.call(method, '/patients', TOM)
            self.assertIn(answer.status, (400, 405), method)
            if answer.body:
                self.assertError(answer, (400, 405))

    def test_unknown_tables_and_paths(self):
        near = self.refused('GET', '/patient', TOM, 404, 'PGRST205')
        self.assertEqual("Perhaps you meant the table 'public.patients'", near.json['hint'])
        self.refused('GET', '/zzzzzzzz', TOM, 404, 'PGRST205')
        self.refused('GET', '/patients/1', TOM, 404, 'PGRST125')
        self.refused('GET', '/a/b/c', TOM, 404, 'PGRST125')
        self.refused('GET', '/elsewhere', TOM, 404, 'PGRST125', prefix='')
        self.refused('GET', '/rpc/nothing', TOM, 404, 'PGRST202')

    def test_other_schemas(self):
        self.refused('GET', '/patients', TOM, 406, 'PGRST106', headers={'Accept-Profile': 'private'})
        self.refused('POST', '/patients', TOM, 406, 'PGRST106', headers={'Content-Profile': 'auth'}, body={})
        self.get('/patients', TOM, headers={'Accept-Profile': 'public'})
        for name in ('app_role', 'own_therapist', 'write_audit', 'uid'):
            self.refused('POST', '/rpc/' + name, ADMIN, 404, 'PGRST202', body={})
        for name in ('schema_migrations', 'pg_authid', 'pg_class', 'information_schema.tables', 'auth.users', 'pg_catalog.pg_class'):
            self.refused('GET', '/' + name, ADMIN, 404, 'PGRST205')

    def test_health(self):
        for path in ('/health/live', '/health/ready'):
            self.call('GET', path, prefix='', status=200)
