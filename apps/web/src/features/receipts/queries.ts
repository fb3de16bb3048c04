import { getErasureReceipt, verifyReceipt } from '@muster/contracts/erasures'
import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** The receipt of an erasure, signed now. Each request is in the audit, so it is not repeated by itself. */
export const receiptQuery = (erasureId: string) =>
  queryOptions({
    queryKey: ['receipt', erasureId],
    queryFn: ({ signal }) => call(getErasureReceipt, { params: { id: erasureId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

interface ReceiptCheck {
  readonly jws: string
  readonly identifier: string
}

export const verifyReceiptMutation = () =>
  mutationOptions({
    mutationFn: ({ jws, identifier }: ReceiptCheck) =>
      call(verifyReceipt, { body: { jws, ...(identifier === '' ? {} : { identifier }) } }),
  })
