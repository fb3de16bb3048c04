import * as z from 'zod/mini'

const text = z.string().check(z.minLength(1), z.maxLength(1000))
export const acceptedRole = z.looseObject({ roleId: text, botId: z.optional(text), streamId: z.optional(text) })
const list = <T extends z.ZodMiniType>(item: T) => z.optional(z.array(item))

/** The accepted body of an update; unknown fields pass, like everywhere at Kore.ai. */
export const acceptedUpdateBody = z.looseObject({
  users: z.array(
    z.looseObject({
      userInfo: z.looseObject({ emailId: z.optional(z.string()), orgUserId: z.optional(z.string()) }),
      groups: z.optional(z.looseObject({ addTo: list(text), removeFrom: list(text) })),
      roles: z.optional(z.looseObject({ addTo: list(acceptedRole), removeFrom: list(acceptedRole) })),
      assignBotTasks: list(z.looseObject({ botId: z.optional(text), streamId: z.optional(text) })),
      canCreateBot: z.optional(z.boolean()),
      isDeveloper: z.optional(z.boolean()),
    }),
  ),
})
export type AcceptedUpdate = z.infer<typeof acceptedUpdateBody>['users'][number]
