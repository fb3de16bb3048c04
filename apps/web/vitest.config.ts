import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  test: { name: 'dom', environment: 'happy-dom', include: ['src/**/*.spec.{ts,tsx}'] },
})
