// A collector that was started anew has another store: the page says so and shows what that one holds.
import { ask, browse, choose, done, says, stateIs, visit, write } from './browser.mjs';

await browse({}, async (page, complaints) => {
  const start = Date.now();
  await write(`pulse beats=60 ${start}`, `pulse beats=61 ${start + 1}`);
  await visit(page);
  await choose(page, 'pulse · beats');
  await stateIs(page, 'live');
  await says(page, '#count', 2);

  await ask(`anew ${start + 2} 70`);
  await says(page, '#value', 70);
  await stateIs(page, 'live');
  await says(page, '#count', 1);
  await says(page, '#note', 'The collector was started anew; this is what it holds since.');
  complaints.length = 0;
});
done();
