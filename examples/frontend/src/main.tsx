import { init } from '@autonomica/metrics/browser';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import names from './names.json';
import './style.css';

// before anything is shown or asked for
init({ endpoint: '/_metrics/beacon', app: names.app, route: [...names.pages, ...names.routes] });

const root = document.querySelector('#root');
if (root) createRoot(root).render(<App />);
