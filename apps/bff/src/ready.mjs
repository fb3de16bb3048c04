// Exits with 0 if the backend of this container is ready: the health check of the image.
const port = process.env.PORT ?? '8080'
const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
process.exitCode = answer?.ok === true ? 0 : 1
