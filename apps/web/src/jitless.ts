import * as z from 'zod/mini'

// zod probes for `new Function` otherwise, and the content security policy reports it. Imported before any schema.
z.config({ jitless: true })
