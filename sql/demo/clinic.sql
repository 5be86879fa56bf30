-- SPDX-License-Identifier: MIT
--
-- A demo clinic. May be loaded again: what is there stays as it is.
-- The sessions of sessions.json are posted through the API, for patient P-001.
--
-- 00000000-0000-4000-8000-...
--   users       ...0000000000a1  Ada Admin, admin
--               ...0000000000b1  Tom Berg, therapist of P-001 and P-002
--               ...0000000000b2  Tina Blau, therapist of P-003 and P-004
--               ...0000000000c1  Rita Clark, researcher
--               ...0000000000d1  Paul Dorn, patient P-001
--               ...0000000000d3  Pia Dahl, patient P-003
--   patients    ...0000000000e1  P-001, login ...d1
--               ...0000000000e2  P-002, no login yet
--               ...0000000000e3  P-003, login ...d3
--               ...0000000000e4  P-004, no login yet

insert into public.users (id, role, email, full_name) values
    ('00000000-0000-4000-8000-0000000000a1', 'admin', 'ada@clinic.example', 'Ada Admin'),
    ('00000000-0000-4000-8000-0000000000b1', 'therapist', 'tom@clinic.example', 'Tom Berg'),
    ('00000000-0000-4000-8000-0000000000b2', 'therapist', 'tina@clinic.example', 'Tina Blau'),
    ('00000000-0000-4000-8000-0000000000c1', 'researcher', 'rita@clinic.example', 'Rita Clark'),
    ('00000000-0000-4000-8000-0000000000d1', 'patient', 'paul@clinic.example', 'Paul Dorn'),
    ('00000000-0000-4000-8000-0000000000d3', 'patient', 'pia@clinic.example', 'Pia Dahl')
on conflict do nothing;

insert into public.therapists (id, institution, specialization) values
    ('00000000-0000-4000-8000-0000000000b1', 'Demo Clinic', 'Geriatric rehabilitation'),
    ('00000000-0000-4000-8000-0000000000b2', 'Demo Clinic', 'Neurological rehabilitation')
on conflict do nothing;

insert into public.patients (id, user_id, therapist_id, patient_code, diagnosis) values
    ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000d1',
     '00000000-0000-4000-8000-0000000000b1', 'P-001', 'Sarcopenia after hip surgery'),
    ('00000000-0000-4000-8000-0000000000e2', null,
     '00000000-0000-4000-8000-0000000000b1', 'P-002', 'Immobility after pneumonia'),
    ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-0000000000d3',
     '00000000-0000-4000-8000-0000000000b2', 'P-003', 'Hemiparesis after stroke'),
    ('00000000-0000-4000-8000-0000000000e4', null,
     '00000000-0000-4000-8000-0000000000b2', 'P-004', 'Polyneuropathy')
on conflict do nothing;
