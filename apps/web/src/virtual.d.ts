declare module 'virtual:muster-theme.css'

declare module '*.po' {
  export const messages: import('@lingui/core').Messages
}
