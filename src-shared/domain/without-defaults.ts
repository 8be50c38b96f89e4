// What does a patch of settings look like? Each key as it is, or not there: a default would change what was not named.
import { z } from "zod";

/** The object with every key optional and no default filled in. Call it with keys that are plain, or plain with a default. */
export function withoutDefaults<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
): z.ZodType<Partial<z.infer<z.ZodObject<S>>>> {
  const shape = Object.fromEntries(
    Object.entries(schema.shape).map(([key, field]) => {
      const bare = field instanceof z.ZodDefault ? field.unwrap() : field;
      return [key, z.optional(bare as z.ZodType)];
    }),
  );
  // The shape's keys and types are those of the schema, each optional.
  return z.strictObject(shape) as unknown as z.ZodType<Partial<z.infer<z.ZodObject<S>>>>;
}
