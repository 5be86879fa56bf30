-- SPDX-License-Identifier: MIT
--
-- The policies that the reference statements are read under, frozen like them: the plainest
-- correct form, a child asks its parent with EXISTS, and the patient's policy asks what the user
-- is. What cheaper policies save is saved against these.
create or replace function private.app_role() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
    return (select u.role from public.users u where u.id = (select auth.uid()) and u.active);
end
$$;
alter policy therapy_sessions_select on public.therapy_sessions
    using (exists (select from public.patients p where p.id = patient_id));
alter policy emg_statistics_select on public.emg_statistics
    using (exists (select from public.therapy_sessions s where s.id = session_id));
alter policy performance_scores_select on public.performance_scores
    using (exists (select from public.therapy_sessions s where s.id = session_id));
alter policy contractions_select on public.contractions
    using (exists (select from public.therapy_sessions s where s.id = session_id));
