/** Body of a read that names a user nobody can have: Get User Information answers 200 with a failure for it. */
export const absentUser = JSON.stringify({ emailIds: ['nobody@muster.invalid'], status: 'all' })
