// node client-sdk/examples/play.ts http://localhost:2567 123456 Ada
import { createTutti } from '@tutti/client';

const [url, pin = '', nickname = ''] = process.argv.slice(2);
const challenge = await createTutti({ url }).join({ pin, nickname });
console.log(`${challenge.view.you?.nickname} is in "${challenge.view.title}"`);

challenge.on('question', async ({ round, of, prompt, choices, pick }) => {
  console.log(`${round + 1}/${of} ${prompt}\n  ${choices.join('\n  ')}`);
  const guess = [...choices.keys()].slice(0, pick); // always the first ones: think of something better
  await challenge.answer(guess).catch(({ code }) => console.log(code));
  console.log(`${challenge.view.answer?.status}, ${challenge.remainingMs()} ms left`);
});
challenge.on('revealed', ({ reveal, you }) => console.log(`${you?.outcome}. ${reveal.explanation}`));
challenge.on('podium', ({ you }) => console.log(`place ${you?.rank} with ${you?.score} points`));
challenge.on('closed', ({ code }) => console.log(code));
