'use strict';
require('./worker.cjs')();
