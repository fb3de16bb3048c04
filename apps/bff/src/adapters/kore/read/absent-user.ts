/** Body of a read for a user that cannot exist: Get User Information responds with 200 and a failure. */
export const absentUser = JSON.stringify({ emailIds: ['unknown@muster.invalid'], status: 'all' })
