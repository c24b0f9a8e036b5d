import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Three pages that share little: what a pupil's phone loads (`index`) knows nothing of what a teacher's laptop needs.
 * Nothing is inlined, so that the pages work under a policy that allows scripts from files alone.
 */
export default defineConfig({
  root: path('.'),
  appType: 'mpa',
  plugins: [react()],
  build: {
    outDir: path('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: [path('index.html'), path('projector.html'), path('desk.html')],
    },
  },
});
