'use strict';
const application = require('./application.cjs');
const listening = require('./listening.cjs');

const server = application().listen(0, '127.0.0.1', () => listening(server));
