// SPDX-License-Identifier: MIT
//
// awkward - programs over awkward.sql: what must compile, and what must not.
import { createClient } from "@supabase/supabase-js"
import {
  type CompositeTypes,
  Constants,
  type Database,
  type Enums,
  type Json,
  type Tables,
  type TablesInsert,
  type TablesUpdate,
} from "./build/awkward.types.ts"
import { equal, type Same } from "./same.ts"

type Mood = "calm" | "tense" | 'It\'s "odd"\\'
type Point = { x: number | null; y: number | null; "z axis": number | null }
type Unit = { schema: "Lab Data" }

const client = createClient<Database>("http://127.0.0.1", "key")

// Columns, of every kind.
type Kind = Tables<"kinds">
equal<Same<Kind["id"], number>>()
equal<Same<Kind["mood"], Mood>>()
equal<Same<Kind["moods"], Mood[] | null>>()
equal<Same<Kind["other_unit"], "mV" | "µV" | null>>()
equal<Same<Kind["hidden_one"], "yes" | "no">>()
equal<Same<Kind["hidden_many"], ("yes" | "no")[] | null>>()
equal<Same<Kind["place"], Point | null>>()
equal<Same<Kind["places"], Point[] | null>>()
equal<Same<NonNullable<Kind["whole"]>["größe"], number | null>>()
equal<Same<Kind["strict"], number>>()
equal<Same<Kind["scores"], number[] | null>>()
equal<Same<Kind["labels"], string[] | null>>()
equal<Same<Kind["matrix"], number[]>>()
equal<Same<Kind["data"], NonNullable<Json>>>()
equal<Same<Kind["many"], Json[] | null>>()
equal<Same<Kind["span"], unknown>>()
equal<Same<Kind["address"], unknown>>()
equal<Same<Kind["raw"], string | null>>()
equal<Same<Kind["title"], string | null>>()
equal<Same<NonNullable<Kind["siblings"]>["mood"], Mood>>()
equal<Same<NonNullable<Kind["kind_samples"]>["volts"], number>>()
// Not mood, though a function of that name takes a row: the column is meant.
type Computed = "cousins" | "first_sibling" | "kind_samples" | "siblings" | "title"
equal<Same<Database["public"]["Tables"]["kinds"]["ComputedFields"], Computed>>()
equal<Same<Database["public"]["Tables"]["pairs"]["ComputedFields"], never>>()
equal<Same<Database["public"]["Views"]["kind_view"]["ComputedFields"], never>>()
equal<Same<keyof Tables<"nothing">, never>>()

// Names.
type Group = Tables<"Muscle Groups">
equal<Same<Group["Group ID"], number>>()
equal<Same<Group['in"quoted'], boolean>>()
equal<Same<Group["back\\slash"], string | null>>()
type Odd = Database["public"]["Tables"]['Odd "\\Notes']
equal<Same<keyof Odd["Row"], "group\\id" | "a{b}">>()
equal<Same<Odd["Relationships"][0]["columns"], ["group\\id"]>>()
equal<Same<Odd["Relationships"][0]["isOneToOne"], true>>()

// Composite types, enums, and their values at run time.
equal<Same<CompositeTypes<"point3">, Point>>()
equal<Same<CompositeTypes<"reading">["moods"], Mood[] | null>>()
equal<Same<Enums<"mood">, Mood>>()
equal<Same<Enums<Unit, "unit">, "mV" | "µV">>()
const moods: readonly ["calm", "tense", 'It\'s "odd"\\'] = Constants.public.Enums.mood
const units: readonly ["mV", "µV"] = Constants["Lab Data"].Enums.unit
if (moods[2].length !== 11 || units.length !== 2) {
  throw new Error("the constants are not those of the database")
}
if (Constants.public.Enums["Grip Style"][0] !== "cylindrical grip") {
  throw new Error("the labels are not in their order")
}

// Insert and Update.
const kind: TablesInsert<"kinds"> = {
  group_id: 1,
  mood: "calm",
  hidden_one: "yes",
  strict: 5,
  data: { a: [1, null, { b: true }] },
  address: "::1",
  big: 5,
}
const change: TablesUpdate<"kinds"> = { mood: "tense", place: null }
// @ts-expect-error id is generated always
const withId: TablesInsert<"kinds"> = { ...kind, id: 1 }
// @ts-expect-error doubled is computed
const withDoubled: TablesUpdate<"kinds"> = { doubled: 4 }
// @ts-expect-error group_id is missing
const withoutGroup: TablesInsert<"kinds"> = { ...kind, group_id: undefined }
// @ts-expect-error no such mood
const wrongMood: TablesUpdate<"kinds"> = { mood: "glad" }
// @ts-expect-error title is a function's column
const withTitle: TablesUpdate<"kinds"> = { title: "x" }
// @ts-expect-error big cannot be null
const withNull: TablesUpdate<"kinds"> = { big: null }
// @ts-expect-error nor can data, though it is JSON
const withNullData: TablesInsert<"kinds"> = { ...kind, data: null }
equal<Same<TablesInsert<Unit, "samples">["id"], string | undefined>>()
equal<Same<TablesInsert<Unit, "samples">["volts"], number>>()

export async function relations() {
  const nested = await client
    .from("kinds")
    .select("id, title, \"Muscle Groups\"(name), kind_details(note), parent:kinds!parent_id(id)")
    .single()
    .throwOnError()
  equal<Same<typeof nested.data.title, string | null>>()
  equal<Same<typeof nested.data.kind_details, { note: string | null } | null>>()

  const star = await client.from("kinds").select("*").single().throwOnError()
  equal<Same<Extract<keyof typeof star.data, Computed>, never>>()

  const group = await client.from("Muscle Groups").select("name, kinds(id)").single().throwOnError()
  equal<Same<typeof group.data, { name: string; kinds: { id: number }[] }>>()

  const pair = await client.from("pair_notes").select("id, pairs(left_id)").single().throwOnError()
  equal<Same<typeof pair.data, { id: number; pairs: { left_id: number } }>>()

  const family = await client
    .from("kinds")
    .select("id, siblings(id), cousins(id, title), first_sibling(id)")
    .single()
    .throwOnError()
  equal<Same<typeof family.data.siblings, { id: number }[]>>()
  equal<Same<typeof family.data.cousins, { id: number; title: string | null }[]>>()
  equal<Same<typeof family.data.first_sibling, { id: number } | null>>()

  const sample = await client
    .schema("Lab Data")
    .from("samples")
    .select("volts, 2 devices:2 devices(label)")
    .limit(1)
  void sample

  await client.from("kinds").insert([kind, kind])
  await client.from("kinds").update(change).eq("mood", "calm").contains("moods", ["tense"])
  await client.from("logs").insert({ at: "2026-01-01" })
  // @ts-expect-error a partition is not served
  await client.from("logs_2026").select()
  // @ts-expect-error of a schema that was not asked for
  await client.schema("hidden").from("away").select()
  // @ts-expect-error a table of the other schema
  await client.from("samples").select()
}

export async function views() {
  const rows = await client
    .from("kind_view")
    .select("id, mood, \"Muscle Groups\"(name)")
    .single()
    .throwOnError()
  equal<Same<typeof rows.data.mood, Mood | null>>()
  await client.from("kind_view").insert({ group_id: 3, mood: "calm" })
  // @ts-expect-error an expression takes no value
  await client.from("kind_view").insert({ bigger: 3 })
  // @ts-expect-error groups cannot be written
  await client.from("kind_counts").insert({ group_id: 3 })
  // @ts-expect-error nor can what is stored
  await client.from("kind_store").update({ mood: "calm" })
  await client.from("entry").insert({ number: 1, word: "a" })
  // @ts-expect-error its trigger takes new rows only
  await client.from("entry").update({ number: 1 })
  equal<Same<Tables<"kind_counts">["kinds"], number | null>>()
}

export async function functions() {
  const sum = await client.rpc("add", { a: 1 }).throwOnError()
  equal<Same<typeof sum.data, number>>()
  const nothing = await client.rpc("nothing_at_all").throwOnError()
  equal<Same<typeof nothing.data, undefined>>()
  const above = await client.rpc("kinds_above", { minimum: 1 }).select("id, kind_details(note)").throwOnError()
  equal<Same<typeof above.data, { id: number; kind_details: { note: string | null } | null }[]>>()
  const one = await client.rpc("one_kind", { which: 1 }).throwOnError()
  equal<Same<typeof one.data.mood, Mood>>()
  const origin = await client.rpc("origin").throwOnError()
  equal<Same<typeof origin.data, Point>>()
  const origins = await client.rpc("origins").throwOnError()
  equal<Same<typeof origins.data, Point[]>>()
  const all = await client.rpc("all_moods").throwOnError()
  equal<Same<typeof all.data, Mood[]>>()
  const list = await client.rpc("mood_list").throwOnError()
  equal<Same<typeof list.data, Mood[]>>()
  const split = await client.rpc("split", { value: 1.5 }).throwOnError()
  equal<Same<typeof split.data, { part: number; whole: number }>>()
  const anything = await client.rpc("anything").throwOnError()
  equal<Same<typeof anything.data, Record<string, unknown>>>()
  const secrets = await client.rpc("secrets").throwOnError()
  equal<Same<typeof secrets.data, ("yes" | "no")[]>>()
  const away = await client.rpc("away").throwOnError()
  equal<Same<typeof away.data, { id: number }[]>>()
  const score = await client
    .rpc("store", { place: { x: 1, y: null, "z axis": 3 }, feelings: ["calm"] })
    .throwOnError()
  equal<Same<typeof score.data, number>>()
  await client.rpc("joined", { parts: ["a", "b"] })
  const echo = await client.rpc("echo", { "": { a: 1 } }).throwOnError()
  equal<Same<typeof echo.data, Json>>()

  const byId = await client.rpc("find", { by_id: 1 }).throwOnError()
  equal<Same<typeof byId.data, number>>()
  const byName = await client.rpc("find", { by_name: "x" }).throwOnError()
  equal<Same<typeof byName.data, string>>()
  const found = await client.rpc("find").throwOnError()
  equal<Same<typeof found.data, boolean>>()
  const unsure = await client.rpc("unsure", { a: 1 }).throwOnError()
  equal<Same<(typeof unsure.data)["error"], true>>()
  const torn = await client.rpc("torn").throwOnError()
  equal<Same<(typeof torn.data)["error"], true>>()
  const whole = await client.rpc("torn", { "": "x" }).throwOnError()
  equal<Same<typeof whole.data, string>>()

  // A row as an argument: what functions compute of it is not given.
  type RowArgument = Database["public"]["Functions"]["siblings"]["Args"]["kind"]
  equal<Same<Extract<keyof RowArgument, Computed>, never>>()
  equal<Same<RowArgument["mood"], Mood>>()
  const mates = await client
    .rpc("pair_mates", { pair: { left_id: 1, right_id: 2 }, above: 3 })
    .throwOnError()
  equal<Same<typeof mates.data, { left_id: number; right_id: number }[]>>()

  // @ts-expect-error a is a number
  await client.rpc("add", { a: "1" })
  // @ts-expect-error a is missing
  await client.rpc("add", { b: 1 })
  // @ts-expect-error no such mood
  await client.rpc("store", { place: { x: 1, y: 1, "z axis": 1 }, feelings: ["glad"] })
  // @ts-expect-error two parameters without names
  await client.rpc("unnamed", {})
  const title = await client.rpc("title").throwOnError()
  // @ts-expect-error its parameter has no name
  equal<Same<typeof title.data, string>>()
  // @ts-expect-error a trigger's function
  await client.rpc("entry_add")
  // @ts-expect-error a procedure
  await client.rpc("proceed")
  // @ts-expect-error an aggregate
  await client.rpc("total")
}

void [withId, withDoubled, withoutGroup, wrongMood, withTitle, withNull, withNullData]
