import { lookAtEverything } from './demo.mjs';

lookAtEverything('an organiser', '/organise', 1);
