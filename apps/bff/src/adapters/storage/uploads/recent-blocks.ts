import type { PackedRows } from '@muster/core/upload-block/packed-rows'
import type { BlockDictionary, RowFacts } from '@muster/core/upload-block/row-facts'

/** What a block has besides its facts. */
export interface BlockContent {
  readonly rows: PackedRows
  readonly dictionary: BlockDictionary
}

/** Characters of all blocks in memory: some 90 blocks of a usual file. */
const mostCharacters = 8_000_000

/**
 * The blocks of the pages read last, by their facts. The index has other facts as soon as a block changes, so no page
 * shows an earlier state of a row.
 */
export function createRecentBlocks(most = mostCharacters) {
  const held = new Map<RowFacts, BlockContent>()
  let characters = 0
  const drop = (facts: RowFacts) => {
    characters -= held.get(facts)?.rows.text.length ?? 0
    held.delete(facts)
  }
  return {
    get characters(): number {
      return characters
    },
    get(facts: RowFacts): BlockContent | undefined {
      const content = held.get(facts)
      if (content === undefined) return undefined
      held.delete(facts)
      held.set(facts, content)
      return content
    },
    set(facts: RowFacts, content: BlockContent): void {
      drop(facts)
      held.set(facts, content)
      characters += content.rows.text.length
      for (const [oldest] of held) {
        if (characters <= most) return
        drop(oldest)
      }
    },
  }
}

export type RecentBlocks = ReturnType<typeof createRecentBlocks>
