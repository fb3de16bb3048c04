declare module 'virtual:muster-theme.css'

declare module 'virtual:muster-messages/*' {
  export const messages: import('@lingui/core').Messages
}
