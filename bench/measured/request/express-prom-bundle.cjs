'use strict';
const bundle = require('express-prom-bundle');
const application = require('./application.cjs');
const listening = require('./listening.cjs');

const measuring = bundle({ includeMethod: true, includePath: true, normalizePath: [['^/api/users/.*', '/api/users/:id']] });
const server = application(measuring).listen(0, '127.0.0.1', () => listening(server));
