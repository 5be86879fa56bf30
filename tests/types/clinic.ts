// SPDX-License-Identifier: MIT
//
// clinic - a frontend's calls on the clinical schema: what must compile, and what must not.
import { createClient, type QueryData } from "@supabase/supabase-js"
import type { Database, Json, Tables, TablesInsert, TablesUpdate } from "./build/clinic.types.ts"
import { equal, type Same } from "./same.ts"

const client = createClient<Database>("http://127.0.0.1", "key")

const sessions = client
  .from("therapy_sessions")
  .select("*, emg_statistics(*), performance_scores(*), patients(patient_code)")
  .eq("status", "completed")
  .order("created_at", { ascending: false })
  .limit(20)
type Session = QueryData<typeof sessions>[number]
equal<Same<Session["emg_statistics"], Tables<"emg_statistics">[]>>()
equal<Same<Session["performance_scores"], Tables<"performance_scores">[]>>()
equal<Same<Session["patients"], { patient_code: string }>>()
equal<Same<Session["created_at"], string>>()
equal<Same<Session["metadata"], Json | null>>()

export async function reads(id: string) {
  const { data, error } = await client
    .from("patients")
    .select("id, code:patient_code, therapists(institution), users(email), therapy_sessions(count)")
    .eq("id", id)
    .maybeSingle()
  if (error !== null || data === null) {
    return
  }
  equal<Same<typeof data.code, string>>()
  equal<Same<typeof data.users, { email: string | null } | null>>()
  equal<Same<typeof data.therapy_sessions, { count: number }[]>>()

  // To-one the other way: user_id and the therapist's id are unique.
  const user = await client.from("users").select("patients(id), therapists(id)").single().throwOnError()
  equal<Same<typeof user.data, { patients: { id: string } | null; therapists: { id: string } | null }>>()

  const spread = await client
    .from("therapy_sessions")
    .select("id, ...patients(patient_code), metadata->>device")
    .single()
    .throwOnError()
  equal<Same<typeof spread.data.patient_code, string>>()

  // Known of 13 and later.
  const many = await client
    .from("therapy_sessions")
    .select("...emg_statistics(channel)")
    .single()
    .throwOnError()
  equal<Same<typeof many.data.channel, number[]>>()
}

export async function writes(session: TablesInsert<"therapy_sessions">) {
  const added = await client.from("therapy_sessions").insert(session).select("id, status").single()
  equal<Same<NonNullable<typeof added.data>, { id: string; status: string }>>()
  const scores: TablesUpdate<"performance_scores"> = { overall_score: null, effort_score: 71.5 }
  await client.from("performance_scores").update(scores).eq("session_id", session.patient_id).maxAffected(1)
  await client
    .from("emg_statistics")
    .upsert([{ session_id: "x", channel: 1 }], { onConflict: "session_id,channel" })
  await client.from("contractions").delete().gt("duration", 1.5)
}

export async function calls(id: string) {
  const progress = await client.rpc("patient_progress", { patient_id: id }).throwOnError()
  equal<Same<(typeof progress.data)[number]["contractions"], number>>()
  equal<Same<(typeof progress.data)[number]["fatigue_by_channel"], Json>>()
  const caseload = await client.rpc("therapist_caseload").order("patient_code").throwOnError()
  equal<Same<(typeof caseload.data)[number]["patient_code"], string>>()
  await client.rpc("session_summary", { session_id: id }).single()
}

export async function mistakes(id: string) {
  // @ts-expect-error there is no such table
  await client.from("sessions").select()
  // @ts-expect-error channel is a number
  await client.from("emg_statistics").insert({ session_id: id, channel: "one" })
  // @ts-expect-error patient_code is missing
  await client.from("patients").insert({ therapist_id: id })
  // @ts-expect-error there is no such column
  await client.from("patients").update({ nickname: "x" })
  // @ts-expect-error duration cannot be null
  await client.from("contractions").update({ duration: null })
  // @ts-expect-error a log's key is the database's
  await client.from("audit_log").insert({ id: 1 })
  // @ts-expect-error there is no such function
  await client.rpc("patient_regress", { patient_id: id })
  // @ts-expect-error the parameter is patient_id
  await client.rpc("patient_progress", { patient: id })
  // @ts-expect-error a text is not a number
  await client.from("contractions").select().eq("channel", "one")
  // @ts-expect-error there is no such schema
  client.schema("private")
  const wrong = await client.from("patients").select("nickname").single().throwOnError()
  // @ts-expect-error nor can it be read
  void wrong.data.nickname.length
  const unrelated = await client.from("users").select("contractions(id)").single().throwOnError()
  // @ts-expect-error users have no contractions
  void unrelated.data.contractions.map
}
