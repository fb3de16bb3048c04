import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Redirects to the sign-in page once, with the way back. Renders nothing. */
export function SignedOut(): null {
  const router = useRouter()
  useEffect(() => {
    const { href, pathname } = router.latestLocation
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { to: href }, replace: true })
  }, [router])
  return null
}
