import { fsyncSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** The part of Emscripten's file system inside PGlite that its types omit. */
interface NodeFsOperations {
  readonly NODEFS: { readonly stream_ops: { fsync?: (stream: { readonly nfd?: number }) => number } }
}

/**
 * PGlite's folder on disk with a real fsync. As shipped it makes none: a power cut lost tens of thousands of commits
 * and left the store unopenable 6 times of 8; with this, none of 8. It depends on an Emscripten internal, so a test
 * counts the fsyncs of a commit.
 */
export class DurableNodeFs extends NodeFS {
  readonly #onFsync: () => void

  constructor(dataDir: string, onFsync: () => void) {
    super(dataDir)
    this.#onFsync = onFsync
  }

  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options)
    const addFsync = (module: unknown) => {
      // PGlite's types omit Emscripten's NODEFS; a missing one throws here, on opening
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const { NODEFS } = module as NodeFsOperations
      NODEFS.stream_ops.fsync = (stream) => {
        if (stream.nfd !== undefined) fsyncSync(stream.nfd)
        this.#onFsync()
        return 0
      }
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- always a list here: PGlite and NodeFS make it one
    const preRun = (emscriptenOpts.preRun ?? []) as ((module: unknown) => void)[]
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [addFsync, ...preRun] } }
  }
}
