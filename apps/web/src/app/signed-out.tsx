import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Leaves for the door, once, and remembers where one was. Renders nothing; whoever is on the way there is left alone. */
export function SignedOut(): null {
  const router = useRouter()
  useEffect(() => {
    const { href, pathname } = router.latestLocation
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { to: href }, replace: true })
  }, [router])
  return null
}
