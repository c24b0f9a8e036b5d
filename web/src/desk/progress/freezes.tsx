import { Button, Text } from '@mantine/core';
import { IconSnowflake } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Progress } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../percent.ts';
import { useAskOnce } from '../states/ask-once.tsx';
import { codeOf } from '../states/problem.ts';
import { Refusal } from '../states/refusal.tsx';
import { progress as api } from '../tutti.ts';

export type Whose = 'mine' | 'child';

/** What covers days off; learners can buy one. */
export function Freezes({ progress, whose }: { progress: Progress; whose: Whose }) {
  const { t } = useTranslation('progress');
  const { left } = progress.streak.freezes;
  return (
    <>
      <Text size="sm">{t(`freezes.${whose}`, { count: left })}</Text>
      {whose === 'mine' && <BuyFreeze progress={progress} />}
    </>
  );
}

function BuyFreeze({ progress: { coins, streak } }: { progress: Progress }) {
  const { t } = useTranslation('progress');
  const number = useNumber();
  const client = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const buy = useMutation({
    mutationFn: api.buyFreeze,
    onSettled: () =>
      Promise.all(['progress', 'avatars'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const { left, atMost, coins: price } = streak.freezes;
  if (left >= atMost) return null;
  if (coins < price)
    return (
      <Text size="sm" c="dimmed">
        {t('freezes.price', { price: number(price), coins: number(coins) })}
      </Text>
    );
  const askToBuy = () =>
    ask({
      title: t('freezes.ask.title'),
      body: t('freezes.ask.body', { price: number(price), left: number(coins - price) }),
      yes: t('freezes.ask.yes'),
      tone: 'primary',
      onYes: async () => {
        await buy.mutateAsync().catch(() => {});
      },
    });
  return (
    <div>
      <Button
        variant="default"
        disabled={buy.isPending}
        leftSection={<IconSnowflake size={20} aria-hidden />}
        onClick={askToBuy}
      >
        {t('freezes.buy', { price: number(price) })}
      </Button>
      {buy.error && <Refused error={buy.error} />}
      {dialog}
    </div>
  );
}

function Refused({ error }: { error: Error }) {
  const { t } = useTranslation('progress');
  const code = codeOf(error);
  if (code !== 'reward/not-enough-coins' && code !== 'streak/enough-freezes')
    return <Refusal error={error} />;
  return (
    <Text c="wrong" role="alert">
      {t(`freezes.errors.${code}`)}
    </Text>
  );
}
