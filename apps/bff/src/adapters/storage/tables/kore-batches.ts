/** The size of batches that calls of an endpoint taught, by connection. */
export interface KoreBatchesTables {
  kore_batches: {
    connection: string
    endpoint: string
    size: number
    is_careful: boolean
    proven: number
    refused: number | null
    refused_at: Date
  }
}
