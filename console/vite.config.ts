import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    // One file changes when a screen changes; what the libraries are stays in the browser's cache.
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'libraries', test: /node_modules/ }] },
      },
    },
    chunkSizeWarningLimit: 2000,
  },
  // For people who work on the console: `npx vite console` beside a server on its usual port.
  server: { proxy: { '/api': 'http://localhost:7530' } },
})
