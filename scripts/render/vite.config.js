import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Grafana's packages are written for its own build
export default defineConfig({
  root: 'page',
  plugins: [react()],
  define: { 'process.env': '{}', global: 'globalThis' },
  build: { outDir: '../node_modules/.page', emptyOutDir: true, chunkSizeWarningLimit: 20_000 },
});
