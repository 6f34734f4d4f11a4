import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const token = 'a-token-of-grafana';

/**
 * Answers as https://grafana.com/docs/grafana/latest/developers/http_api/ says that Grafana does, for want of one that can be installed here.
 */
export class Grafana {
  /** Its dashboards, by uid. */
  dashboards: Readonly<Record<string, { readonly title: string; readonly [key: string]: unknown }>> = {};
  /** Whether it reaches its source of data. */
  reaches = true;
  readonly token = token;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
      };
      if (path === '/api/health') return answer(200, { database: 'ok', version: '12.3.1', commit: 'x' });
      if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { message: 'Unauthorized' });
      return answer(...this.#answerTo(path));
    });
  }

  #answerTo(path: string): readonly [status: number, body: unknown] {
    const [, uid = ''] = /^\/api\/dashboards\/uid\/(.+)$/.exec(path) ?? [];
    const dashboard = this.dashboards[uid];
    if (dashboard !== undefined) return [200, { meta: { slug: uid }, dashboard: { uid, ...dashboard } }];
    if (path === '/api/datasources') return [200, [{ id: 1, uid: 'prometheus', name: 'Prometheus', type: 'prometheus' }]];
    if (path === '/api/search')
      return [200, Object.entries(this.dashboards).map(([of, { title }]) => ({ uid: of, title, type: 'dash-db' }))];
    if (path !== '/api/datasources/uid/prometheus/health') return [404, { message: 'Not found' }];
    return this.reaches
      ? [200, { status: 'OK', message: 'Successfully queried the Prometheus API.' }]
      : [400, { status: 'ERROR', message: 'connect: connection refused' }];
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
