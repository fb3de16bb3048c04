declare module 'virtual:muster-theme.css'
