// SPDX-License-Identifier: MIT
//
// lab - a client of one schema that is not public: its types alone, and its default schema.
import { createClient } from "@supabase/supabase-js"
import type { Database, Enums, Tables, TablesInsert } from "./build/lab.types.ts"
import { equal, type Same } from "./same.ts"

const client = createClient<Database, "Lab Data">("http://127.0.0.1", "key", {
  db: { schema: "Lab Data" },
})

equal<Same<Tables<"samples">["volts"], number>>()
equal<Same<Tables<"samples">, Tables<{ schema: "Lab Data" }, "samples">>>()
equal<Same<Enums<"unit">, "mV" | "µV">>()
const sample: TablesInsert<"samples"> = { kind_id: 1, volts: 0.5 }

export async function reads() {
  const rows = await client.from("samples").select("id, volts").throwOnError()
  equal<Same<typeof rows.data, { id: string; volts: number }[]>>()
  await client.from("samples").insert(sample)
  // @ts-expect-error of a schema that is not among these
  await client.from("kinds").select()
  // @ts-expect-error nor is there a schema public
  client.schema("public")
}
