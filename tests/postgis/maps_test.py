# SPDX-License-Identifier: MIT
"""What PostGIS adds to the dialect, over HTTP; tests/postgis/run starts what is asked.

Each class but the last two runs twice: PostGIS beside the served schema, and in it. Writes
are rolled back unless the request says otherwise.
"""
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
GEO = 'application/geo+json'
GEO_TYPE = GEO + '; charset=utf-8'
NORTH = [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]
SHADE = [[[0.2, 0.4], [0.2, 0.6], [0.3, 0.6], [0.2, 0.4]]]
WGS84 = {'type': 'name', 'properties': {'name': 'EPSG:4326'}}
NO_GEOMETRY = {'code': '22023', 'details': None, 'hint': None, 'message': 'geometry column is missing'}
NONE = {'type': None}  # what PostGIS makes of null


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def features(self):
        """(geometry, properties) of each feature, and nothing else is there."""
        collection = self.json
        assert list(collection) == ['type', 'features'] and collection['type'] == 'FeatureCollection', self.body
        for feature in collection['features']:
            assert list(feature) == ['type', 'geometry', 'properties'] and feature['type'] == 'Feature', self.body
        return [(feature['geometry'], feature['properties']) for feature in collection['features']]


def point(*coordinates):
    return {'type': 'Point', 'coordinates': list(coordinates)}


def polygon(coordinates):
    return {'type': 'Polygon', 'coordinates': coordinates}


def with_system(geometry, system=WGS84):
    return {**geometry, 'crs': system}


class Test(unittest.TestCase):
    where = 'apart'
    maxDiff = None

    def ask(self, method, path, accept=GEO, *, status=200, body=None, prefer=None, mime='application/json', **headers):
        url = urllib.parse.urlsplit(os.environ['POSTGIS_' + self.where])
        sent = {name.replace('_', '-'): value for name, value in headers.items()}
        if accept is not None:
            sent['Accept'] = accept
        if prefer is not None:
            sent['Prefer'] = prefer
        if body is not None:
            sent['Content-Type'] = mime
            body = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
        try:
            connection.request(method, url.path + urllib.parse.quote(path, safe='/?&=.,():*!>-_%+'), body, sent)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        self.assertEqual(status, answer.status, answer.body)
        return answer

    def get(self, path, accept=GEO, **more):
        return self.ask('GET', path, accept, **more)

    def features(self, path):
        answer = self.get(path)
        self.assertEqual(GEO_TYPE, answer.headers['content-type'])
        return answer.features

    def rows(self, path):
        return self.get(path, None).json

    def written(self, method, path, body, status, **more):
        answer = self.ask(method, path, body=body, status=status, prefer='return=representation', **more)
        self.assertEqual(GEO_TYPE, answer.headers['content-type'])
        return answer.features


class Features(Test):
    def test_rows_with_the_other_columns_as_properties(self):
        self.assertEqual([(polygon(NORTH), {'id': 1, 'name': 'North'}), (NONE, {'id': 2, 'name': 'South'})],
                         self.features('/parks?order=id'))

    def test_geography(self):
        self.assertEqual([(point(4.35, 50.85), {'id': 1, 'steps': 120, 'notes': {'mood': 'good'}}),
                          (NONE, {'id': 2, 'steps': 80, 'notes': None})],
                         self.features('/walks?select=id,steps,notes,started&order=id'))

    def test_no_rows(self):
        answer = self.get('/parks?id=gt.9')
        self.assertEqual([], answer.features)
        self.assertEqual((GEO_TYPE, '*/*'), (answer.headers['content-type'], answer.headers['content-range']))

    def test_no_geometry(self):
        for path in '/walkers', '/parks?select=id,name', '/walks?select=id,benches(seat)', '/longitudes', '/rpc/seven':
            answer = self.get(path, status=400)
            self.assertEqual(NO_GEOMETRY, answer.json, path)
            self.assertEqual('application/json; charset=utf-8', answer.headers['content-type'])

    def test_no_geometry_and_no_rows(self):
        self.assertEqual([], self.features('/walkers?id=eq.0'))

    def test_the_first_of_several(self):
        self.assertEqual([(point(0.25, 0.5), {'id': 1, 'shade': with_system(polygon(SHADE))})],
                         self.features('/benches?select=id,seat,shade&id=eq.1'))
        self.assertEqual([(polygon(SHADE), {'id': 1, 'seat': with_system(point(0.25, 0.5))})],
                         self.features('/benches?select=id,shade,seat&id=eq.1'))
        self.assertEqual([(polygon(SHADE), {'id': 1})], self.features('/benches?select=id,shade&id=eq.1'))

    def test_nine_decimals(self):
        self.assertEqual([(point(0.123456789, -0.5), {})], self.features('/benches?select=seat&id=eq.2'))

    def test_another_system_of_coordinates_is_named(self):
        system = {'type': 'name', 'properties': {'name': 'EPSG:3857'}}
        self.assertEqual([({'type': 'LineString', 'coordinates': [[0, 0], [3, 4]]}, {'id': 1}),
                          (with_system(point(100, 200), system), {'id': 2})],
                         self.features('/sketches?select=id,shape&order=id'))

    def test_alias_and_cast(self):
        self.assertEqual([(point(0.25, 0.5), {'number': 1})], self.features('/benches?select=number:id,place:seat&id=eq.1'))

    def test_a_view(self):
        self.assertEqual([(polygon(NORTH), {'id': 1, 'name': 'North'})], self.features('/shaded'))

    def test_computed_columns(self):
        self.assertEqual([(point(0.5, 0.5), {'id': 1, 'size': 1}), (NONE, {'id': 2, 'size': None})],
                         self.features('/parks?select=centre,id,size&order=id'))

    def test_embedded_rows_are_properties(self):
        benches = [{'id': 1, 'seat': with_system(point(0.25, 0.5))}, {'id': 2, 'seat': with_system(point(0.123456789012, -0.5))}]
        self.assertEqual([(polygon(NORTH), {'id': 1, 'benches': benches})],
                         self.features('/parks?select=id,area,benches(id,seat)&id=eq.1&benches.order=id'))

    def test_an_embedded_row_of_one(self):
        self.assertEqual([(point(0.25, 0.5), {'parks': {'name': 'North'}})],
                         self.features('/benches?select=seat,parks(name)&id=eq.1'))

    def test_spread(self):
        self.assertEqual([(polygon(NORTH), {'id': 1})], self.features('/benches?select=id,...parks(area)&id=eq.1'))

    def test_aggregates(self):
        self.assertEqual([(point(0.25, 0.5), {'count': 1})], self.features('/benches?select=seat,count()&id=eq.1'))
        self.assertEqual(NO_GEOMETRY, self.get('/parks?select=area.count()', status=400).json)

    def test_plan(self):
        answer = self.get('/parks', 'application/vnd.pgrst.plan+json; for="%s"' % GEO)
        self.assertEqual('application/vnd.pgrst.plan+json; for="%s"; charset=utf-8' % GEO, answer.headers['content-type'])
        self.assertEqual('Aggregate', answer.json[0]['Plan']['Node Type'])


class Pages(Test):
    def test_range_and_count(self):
        answer = self.get('/parks?order=id&limit=1', status=206, prefer='count=exact')
        self.assertEqual(([(polygon(NORTH), {'id': 1, 'name': 'North'})], '0-0/2'),
                         (answer.features, answer.headers['content-range']))
        answer = self.get('/parks?order=id', Range='1-5')
        self.assertEqual(([(NONE, {'id': 2, 'name': 'South'})], '1-1/*'), (answer.features, answer.headers['content-range']))

    def test_past_the_end(self):
        self.assertEqual('PGRST103', self.get('/parks?offset=5', status=416, prefer='count=exact').json['code'])

    def test_head(self):
        answer = self.ask('HEAD', '/parks', prefer='count=exact')
        self.assertEqual((b'', GEO_TYPE, '0-1/2'),
                         (answer.body, answer.headers['content-type'], answer.headers['content-range']))

    def test_head_makes_no_features(self):
        self.assertEqual('0-0/*', self.ask('HEAD', '/walkers').headers['content-range'])


class Negotiation(Test):
    def test_quality(self):
        for accept, wanted in ((GEO + ', application/json;q=0.5', GEO), (GEO + ';q=0.5, application/json', 'application/json'),
                               (GEO + ';q=0.1, text/html', GEO), ('*/*', 'application/json'),
                               (GEO + ';nulls=stripped', GEO), ('text/html;q=0.9, ' + GEO + ';q=0.8, */*;q=0.7', GEO)):
            answer = self.get('/parks', accept)
            self.assertEqual(wanted + '; charset=utf-8', answer.headers['content-type'], accept)

    def test_other_names_are_not_known(self):
        for accept in 'application/vnd.geo+json', 'application/geojson':
            refused = self.get('/parks', accept, status=406).json
            self.assertEqual(('PGRST107', 'None of these media types are available: ' + accept),
                             (refused['code'], refused['message']))


class Json(Test):
    def test_geometry_is_an_object_that_names_its_system(self):
        self.assertEqual([{'id': 1, 'seat': with_system(point(0.25, 0.5)), 'shade': with_system(polygon(SHADE))},
                          {'id': 2, 'seat': with_system(point(0.123456789012, -0.5)), 'shade': None},
                          {'id': 3, 'seat': None, 'shade': None}],
                         self.rows('/benches?select=id,seat,shade&order=id'))

    def test_geography_is_text(self):
        self.assertEqual([{'started': '0101000020E61000006666666666661140CDCCCCCCCC6C4940'}],
                         self.rows('/walks?select=started&id=eq.1'))

    def test_lists(self):
        self.assertEqual([{'shapes': [point(1, 2), point(3, 4)]}], self.rows('/sketches?select=shapes&id=eq.1'))

    def test_paths_and_casts(self):
        self.assertEqual([{'x': 0.25, 'type': 'Point', 't': '0101000020E6100000000000000000D03F000000000000E03F'}],
                         self.rows('/benches?select=x:seat->coordinates->0,seat->>type,t:seat::text&id=eq.1'))

    def test_to_geography(self):
        self.assertEqual([{'seat': '0101000020E6100000000000000000D03F000000000000E03F'}],
                         self.rows('/benches?select=seat::geography&id=eq.1'))

    def test_csv(self):
        answer = self.get('/benches?select=id,seat&id=in.(1,3)&order=id', 'text/csv')
        self.assertEqual('id,seat\n1,0101000020E6100000000000000000D03F000000000000E03F\n3,', answer.body.decode())


class Filters(Test):
    SEAT = 'SRID%3D4326%3BPOINT(0.25 0.5)'

    def ids(self, path):
        return [row['id'] for row in self.rows(path + '&select=id&order=id')]

    def test_operators(self):
        for operator, wanted in (('eq', [1]), ('ov', [1]), ('match', [1]), ('sl', [2]), ('gt', []), ('not.eq', [2])):
            self.assertEqual(wanted, self.ids('/benches?seat=%s.%s' % (operator, self.SEAT)), operator)
        self.assertEqual([3], self.ids('/benches?seat=is.null'))
        self.assertEqual([1], self.ids('/benches?seat=in.(%%22%s%%22)' % self.SEAT))
        self.assertEqual([1], self.ids('/walks?started=eq.SRID%3D4326%3BPOINT(4.35 50.85)'))

    def test_computed_and_paths(self):
        self.assertEqual([1], self.ids('/parks?size=gt.0.5'))
        self.assertEqual([1, 2], self.ids('/benches?seat->>type=eq.Point'))

    def test_order(self):
        self.assertEqual([2, 1, 3], [row['id'] for row in self.rows('/benches?select=id&order=seat->coordinates->0')])

    def test_of_embedded_rows(self):
        self.assertEqual([(NONE, {'benches': [{'id': 3}]})],
                         self.features('/parks?select=area,benches!inner(id)&benches.seat=is.null'))

    def test_what_postgis_cannot_read(self):
        refused = self.get('/benches?seat=eq.POINT(1', None, status=500).json
        self.assertEqual(('XX000', 'parse error - invalid geometry'), (refused['code'], refused['message']))


class Writes(Test):
    AREA = [[[0, 0], [0, 2], [2, 2], [0, 0]]]
    TEXT = 'SRID=4326;POLYGON((0 0,0 2,2 2,0 0))'

    def test_geojson_as_object_and_as_text(self):
        for area in polygon(self.AREA), json.dumps(polygon(self.AREA)), self.TEXT:
            self.assertEqual([(polygon(self.AREA), {'id': 7, 'name': 'new'})],
                             self.written('POST', '/parks', {'id': 7, 'name': 'new', 'area': area}, 201))

    def test_many(self):
        rows = [{'id': 7, 'name': 'a', 'area': polygon(self.AREA)}, {'id': 8, 'name': 'b', 'area': None}]
        self.assertEqual([(polygon(self.AREA), {'id': 7, 'name': 'a'}), (NONE, {'id': 8, 'name': 'b'})],
                         self.written('POST', '/parks', rows, 201))
        self.assertEqual([], self.written('POST', '/parks', [], 201))

    def test_csv(self):
        text = 'id,name,area\n7,a,"%s"\n8,b,NULL' % self.TEXT
        self.assertEqual([(polygon(self.AREA), {'id': 7, 'name': 'a'}), (NONE, {'id': 8, 'name': 'b'})],
                         self.written('POST', '/parks', text, 201, mime='text/csv'))

    def test_geography(self):
        body = {'id': 9, 'started': 'SRID=4326;POINT(1 2)'}
        self.assertEqual([(point(1, 2), {'steps': 10})], self.written('POST', '/walks?select=started,steps', body, 201))

    def test_upsert(self):
        answer = self.ask('POST', '/parks', body={'id': 1, 'name': 'other'}, prefer='return=representation,resolution=merge-duplicates')
        self.assertEqual([(polygon(NORTH), {'id': 1, 'name': 'other'})], answer.features)

    def test_update(self):
        self.assertEqual([(polygon(self.AREA), {'id': 2, 'name': 'South'})],
                         self.written('PATCH', '/parks?id=eq.2', {'area': self.TEXT}, 200))

    def test_update_with_embedded_rows(self):
        self.assertEqual([(polygon(self.AREA), {'benches': [{'id': 3}]})],
                         self.written('PATCH', '/parks?id=eq.2&select=area,benches(id)', {'area': self.TEXT}, 200))

    def test_put(self):
        self.assertEqual([(NONE, {'id': 1, 'name': 'North'})],
                         self.written('PUT', '/parks?id=eq.1', {'id': 1, 'name': 'North', 'area': None}, 200))

    def test_delete(self):
        self.assertEqual([(point(4.35, 50.85), {'id': 1})], self.written('DELETE', '/walks?id=eq.1&select=id,started', None, 200))

    def test_nested(self):
        body = {'id': 7, 'name': 'a', 'area': self.TEXT, 'benches': [{'id': 77, 'seat': point(1, 1)}]}
        self.assertEqual([(polygon(self.AREA), {'benches': [{'id': 77, 'seat': with_system(point(1, 1))}]})],
                         self.written('POST', '/parks?select=area,benches(id,seat)', body, 201))

    def test_minimal_makes_no_features(self):
        answer = self.ask('POST', '/walkers', body={'id': 2, 'name': 'Ben'}, status=201, prefer='return=minimal')
        self.assertEqual((b'', None), (answer.body, answer.headers['content-type']))

    def test_nothing_is_stored_without_a_geometry(self):
        answer = self.ask('POST', '/walkers', body={'id': 2, 'name': 'Ben'}, status=400, prefer='return=representation,tx=commit')
        self.assertEqual(NO_GEOMETRY, answer.json)
        self.assertEqual([{'id': 1}], self.rows('/walkers?select=id'))

    def test_the_wrong_kind(self):
        answer = self.ask('POST', '/parks', body={'id': 7, 'name': 'a', 'area': point(1, 2)}, status=400, prefer='return=representation')
        self.assertEqual('Geometry type (Point) does not match column type (Polygon)', answer.json['message'])


class Functions(Test):
    def test_rows(self):
        self.assertEqual([(polygon(NORTH), {'id': 1, 'name': 'North'})], self.features('/rpc/parks_like?pattern=N%25'))
        self.assertEqual([(polygon(NORTH), {})], self.features('/rpc/parks_like?pattern=N%25&select=area'))
        self.assertEqual([], self.features('/rpc/parks_like?pattern=X'))

    def test_one_row(self):
        self.assertEqual([(polygon(NORTH), {'id': 1, 'name': 'North'})], self.features('/rpc/park_one'))

    def test_a_table(self):
        self.assertEqual([(point(4.35, 50.85), {'id': 1, 'away': 0})], self.features('/rpc/near?lon=4.35&lat=50.85'))

    def test_values_without_a_name(self):
        self.assertEqual([(point(0, 0), {})], self.features('/rpc/origin'))
        self.assertEqual([(point(0, 0), {}), (point(1, 1), {})], self.features('/rpc/corners'))
        self.assertEqual(with_system(point(0, 0)), self.rows('/rpc/origin'))
        self.assertEqual([point(0, 0), point(1, 1)], self.rows('/rpc/corners'))

    def test_arguments(self):
        self.assertEqual(5, self.rows('/rpc/length_of?line=LINESTRING(0 0,3 4)'))
        line = {'type': 'LineString', 'coordinates': [[0, 0], [6, 8]]}
        self.assertEqual(10, self.ask('POST', '/rpc/length_of', None, body={'line': line}).json)

    def test_that_write(self):
        answer = self.ask('POST', '/rpc/bench_move?select=id,seat', body={'id': 1, 'dx': 1})
        self.assertEqual([(point(1.25, 0.5), {'id': 1})], answer.features)


class Handlers(Test):
    """Aggregates that make a media type of a table's rows, in the place of ours too."""
    TWKB = 'application/vnd.twkb'
    FIRST, SECOND = b'\x02\x00\x02\x02\x02\x08\x08', b'\x02\x00\x02\x04\x04\x08\x08'

    def test_bytes(self):
        for path, wanted in (('/paths?order=id', self.FIRST + self.SECOND), ('/paths?id=eq.2', self.SECOND),
                             ('/rpc/paths_from?first=1', self.FIRST + self.SECOND), ('/paths?id=eq.9', b'')):
            answer = self.get(path, self.TWKB)
            self.assertEqual((wanted, self.TWKB), (answer.body, answer.headers['content-type']), path)

    def test_geojson_of_ones_own(self):
        answer = self.get('/paths?order=id')
        self.assertEqual({'named': {'path 1': [[1, 1], [5, 5]], 'path 2': [[2, 2], [6, 6]]}}, answer.json)
        self.assertEqual(GEO_TYPE, answer.headers['content-type'])

    def test_of_chosen_columns_it_is_ours(self):
        line = {'type': 'LineString', 'coordinates': [[1, 1], [5, 5]]}
        self.assertEqual([(line, {'id': 1})], self.features('/paths?select=line,id&id=eq.1'))
        self.assertEqual('PGRST107', self.get('/paths?select=line', self.TWKB, status=406).json['code'])


class Descriptions(Test):
    """OpenAPI and TypeScript of what PostGIS brings."""
    prefix = 'extensions.'
    schema = 'atlas'

    def test_definitions(self):
        found = self.get('/', None).json['definitions']
        self.assertEqual({'format': self.prefix + 'geometry', 'type': 'string'}, found['parks']['properties']['area'])
        self.assertEqual({'format': self.prefix + 'geography', 'type': 'string'}, found['walks']['properties']['started'])
        self.assertEqual({'format': self.prefix + 'geometry[]', 'type': 'array', 'items': {'type': 'string'}},
                         found['sketches']['properties']['shapes'])

    def test_arguments(self):
        (line,) = self.get('/', None).json['paths']['/rpc/length_of']['get']['parameters']
        self.assertEqual({'format': 'geometry', 'in': 'query', 'name': 'line', 'required': True, 'type': 'string'}, line)

    def test_version_three(self):
        found = self.get('/', 'application/vnd.oai.openapi+json;version=3.1').json
        self.assertEqual('3.1', found['openapi'][:3])
        self.assertIn('/parks', found['paths'])

    def test_types(self):
        text = subprocess.run([ROOT / 'scripts/types', '--db-url', os.environ['POSTGIS_%s_database' % self.where],
                               '--schemas', self.schema], capture_output=True, text=True, check=True).stdout
        parks = re.search(r'\n      parks: \{\n        Row: \{\n(.*?)        \}', text, re.S).group(1)
        self.assertEqual(['area: unknown', 'id: number', 'name: string', 'centre: unknown', 'size: number | null'],
                         [line.strip() for line in parks.splitlines()])
        self.assertIn('\n      length_of: { Args: { line: unknown }; Returns: number }\n', text)


# PostGIS in the served schema: all of the above, and what it brings itself.
for tests in Features, Pages, Negotiation, Json, Filters, Writes, Functions, Handlers, Descriptions:
    globals()['Served' + tests.__name__] = type('Served' + tests.__name__, (tests,), {
        'where': 'served', 'prefix': 'public.', 'schema': 'public'})
del tests


class Served(Test):
    where = 'served'

    def test_functions(self):
        self.assertEqual(5, self.rows('/rpc/st_distance?geom1=POINT(0 0)&geom2=POINT(3 4)'))
        answer = self.ask('POST', '/rpc/st_translate', body={'': 'POINT(0 0)', 'deltax': 1}, status=404)
        self.assertEqual('PGRST202', answer.json['code'])
        circle = self.ask('POST', '/rpc/st_buffer', body={'geom': 'POINT(0 0)', 'radius': 1, 'options': 'quad_segs=1'})
        ((geometry, properties),) = circle.features
        self.assertEqual(('Polygon', 5, {}), (geometry['type'], len(geometry['coordinates'][0]), properties))

    def test_rows_of_a_function(self):
        path = '/rpc/st_squaregrid?size=1&bounds=POLYGON((0 0,0 1.5,1.5 1.5,1.5 0,0 0))&select=i,j,geom&order=i,j&limit=1'
        self.assertEqual([(polygon([[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]), {'i': 0, 'j': 0})], self.features(path))

    def test_views(self):
        self.assertEqual([{'srid': 4326, 'auth_name': 'EPSG'}], self.rows('/spatial_ref_sys?select=srid,auth_name&srid=eq.4326'))
        self.assertEqual([{'f_geometry_column': 'seat', 'srid': 4326, 'type': 'POINT'},
                          {'f_geometry_column': 'shade', 'srid': 4326, 'type': 'POLYGON'}],
                         self.rows('/geometry_columns?select=f_geometry_column,srid,type&f_table_name=eq.benches&order=f_geometry_column'))
        self.assertEqual([{'f_table_name': 'walks'}], self.rows('/geography_columns?select=f_table_name'))

    def test_description(self):
        paths = self.get('/', None).json['paths']
        self.assertLess(150, len([path for path in paths if path.startswith('/rpc/st_')]))

    def test_ambiguous(self):
        answer = self.ask('POST', '/rpc/st_geomfromgeojson', body=point(1, 2), status=300)
        self.assertEqual('PGRST203', answer.json['code'])


class Hidden(Test):
    """PostGIS is there, but not where the search path looks."""
    where = 'hidden'

    def test_features_cannot_be_made(self):
        answer = self.get('/parks', status=404)
        self.assertEqual({'code': '42883', 'details': None, 'message': 'function st_asgeojson(record) does not exist',
                          'hint': 'No function matches the given name and argument types. You might need to add explicit type casts.'},
                         answer.json)

    def test_json_is_the_same(self):
        self.assertEqual([{'seat': with_system(point(0.25, 0.5))}], self.rows('/benches?select=seat&id=eq.1'))


if __name__ == '__main__':
    program = unittest.main(argv=[sys.argv[0], *sys.argv[1:]], exit=False, testRunner=unittest.TextTestRunner(stream=sys.stdout))
    bad = len(program.result.failures) + len(program.result.errors)
    good = program.result.testsRun - bad
    print('%d passed, %d failed' % (good, bad))
    sys.exit(1 if bad or not good else 0)
