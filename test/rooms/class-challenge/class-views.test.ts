import { expect, it } from 'vitest';
import { hostPlayer } from '../../../rooms/class-challenge/class-views.ts';
import { aClass, aQuestion } from '../../support/class-builder.ts';

it('[HST-3] before an open question the host is not told what the question before was answered with', () => {
  const openText = { kind: 'open_text', keywords: [], points: 1, timeLimitMs: 20_000 } as const;
  const cls = aClass({ rounds: [aQuestion(), openText], standings: 'end' });
  cls.with(2).at('question').answer('p1');
  const seen = () =>
    hostPlayer(cls.state, cls.state.players.get('p1')!, {
      nickname: 'Ann',
      review: null,
      muted: false,
      account: false,
    });
  expect(seen()).toMatchObject({ answered: true, text: null });
  cls.at('get_ready');
  expect(seen()).toMatchObject({ answered: false, text: null });
  cls.at('question').answer('p1', ['Because it rains']);
  expect(seen()).toMatchObject({ answered: true, text: { text: 'Because it rains' } });
});
