// The page of the platform, as Vite has built it, and the beacon that takes what it measures.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beacon } from '@autonomica/metrics';
import express, { Router } from 'express';

const frontend = join(import.meta.dirname, '../../frontend');
const built = join(frontend, 'dist');
const { app, pages, routes, actions } = JSON.parse(readFileSync(join(frontend, 'src/names.json'), 'utf8'));

/** @param origins of those that open it */
export function pageAt(origins) {
  const { serve } = beacon({ origins, apps: [app, 'invented'], pages, routes, actions });
  const page = Router();
  for (const path of pages) page.get(path, (_request, response) => response.sendFile(join(built, 'index.html')));
  page.get('/assets/*file', express.static(built, { immutable: true, maxAge: '1y' }));
  page.all('/_metrics/beacon', serve);
  return page;
}
