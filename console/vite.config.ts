import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { precompress } from './precompress.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompress()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    // What every screen stands on changes seldom and stays in the browser's cache; the rest is split by who needs it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'ground',
              test: /node_modules\/(react|react-dom|scheduler|react-i18next|i18next|@tanstack\/(react-router|router-core|history|react-query|query-core|react-store|store))\//,
            },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 2000,
  },
  // For people who work on the console: `npx vite console` beside a server on its usual port.
  server: { proxy: { '/api': 'http://localhost:7530' } },
})
