/** A session ends after this long without a request, and this long after sign-in in any case. */
export const idleMs = 15 * 60_000
export const absoluteMs = 12 * 3_600_000
/** A session of the break-glass account ends this long after sign-in in any case. */
export const breakGlassMs = 4 * 3_600_000
/** Maximum sessions of one member; a new one ends the oldest. */
export const sessionLimit = 5
/** A device is known for this long after its last sign-in. */
export const deviceLifeMs = 180 * 24 * 3_600_000
