// SPDX-License-Identifier: MIT
//
// all - the tests, in one process: they share what they have read.

import './documents_test.js';
import './answers_test.js';
import './settings_test.js';
