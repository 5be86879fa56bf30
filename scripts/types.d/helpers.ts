// SPDX-License-Identifier: MIT
type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">

type SchemaName = keyof DatabaseWithoutInternals

type InSchema = { schema: SchemaName }

type DefaultSchema = DatabaseWithoutInternals[DEFAULT_SCHEMA]

type Relations<Schema extends SchemaName> =
  DatabaseWithoutInternals[Schema]["Tables"] & DatabaseWithoutInternals[Schema]["Views"]

type DefaultRelations = DefaultSchema["Tables"] & DefaultSchema["Views"]

export type Tables<
  NameOrSchema extends keyof DefaultRelations | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof Relations<NameOrSchema["schema"]>
    : never = never,
> = NameOrSchema extends InSchema
  ? Relations<NameOrSchema["schema"]>[Name] extends { Row: infer Row }
    ? Row
    : never
  : NameOrSchema extends keyof DefaultRelations
    ? DefaultRelations[NameOrSchema] extends { Row: infer Row }
      ? Row
      : never
    : never

export type TablesInsert<
  NameOrSchema extends keyof DefaultSchema["Tables"] | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof DatabaseWithoutInternals[NameOrSchema["schema"]]["Tables"]
    : never = never,
> = NameOrSchema extends InSchema
  ? DatabaseWithoutInternals[NameOrSchema["schema"]]["Tables"][Name] extends {
      Insert: infer Insert
    }
    ? Insert
    : never
  : NameOrSchema extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][NameOrSchema] extends { Insert: infer Insert }
      ? Insert
      : never
    : never

export type TablesUpdate<
  NameOrSchema extends keyof DefaultSchema["Tables"] | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof DatabaseWithoutInternals[NameOrSchema["schema"]]["Tables"]
    : never = never,
> = NameOrSchema extends InSchema
  ? DatabaseWithoutInternals[NameOrSchema["schema"]]["Tables"][Name] extends {
      Update: infer Update
    }
    ? Update
    : never
  : NameOrSchema extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][NameOrSchema] extends { Update: infer Update }
      ? Update
      : never
    : never

export type Enums<
  NameOrSchema extends keyof DefaultSchema["Enums"] | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof DatabaseWithoutInternals[NameOrSchema["schema"]]["Enums"]
    : never = never,
> = NameOrSchema extends InSchema
  ? DatabaseWithoutInternals[NameOrSchema["schema"]]["Enums"][Name]
  : NameOrSchema extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][NameOrSchema]
    : never

export type CompositeTypes<
  NameOrSchema extends keyof DefaultSchema["CompositeTypes"] | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof DatabaseWithoutInternals[NameOrSchema["schema"]]["CompositeTypes"]
    : never = never,
> = NameOrSchema extends InSchema
  ? DatabaseWithoutInternals[NameOrSchema["schema"]]["CompositeTypes"][Name]
  : NameOrSchema extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][NameOrSchema]
    : never
