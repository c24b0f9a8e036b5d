import { Skeleton, Text } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Avatar, AvatarRoom, Price } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import cards from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { codeOf } from '../../desk/states/problem.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { progress } from '../../desk/tutti.ts';
import { BackHome } from '../back-home.tsx';
import { AvatarTile } from './avatar-tile.tsx';
import classes from './avatars.module.css';
import { avatarsKey, useAvatars, usePriceText } from './use-avatars.ts';

export function Component() {
  const { t } = useTranslation('avatars');
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} actions={<BackHome>{t('back')}</BackHome>} />
      <QueryView query={useAvatars()} skeleton={<Skeleton height={400} radius="lg" />}>
        {(room) => <Room room={room} />}
      </QueryView>
    </>
  );
}

function Room({ room }: { room: AvatarRoom }) {
  const { t } = useTranslation('avatars');
  const priceText = usePriceText();
  const client = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const fresh = () => client.invalidateQueries({ queryKey: avatarsKey });
  const wear = useMutation({ mutationFn: (id: string | null) => progress.wear(id), onSettled: fresh });
  const buy = useMutation({
    mutationFn: ({ avatar, price }: { avatar: Avatar; price: Price }) => progress.buyAvatar(avatar.id, price),
    onSettled: fresh,
  });
  const askToBuy = (avatar: Avatar, price: Price) =>
    ask({
      title: t('ask.title', { name: avatar.name }),
      body: t('ask.body', {
        name: avatar.name,
        price: priceText(price),
        left: priceText({ coins: room.coins - price.coins, keys: room.keys - price.keys }),
      }),
      yes: t('ask.yes'),
      tone: 'primary',
      onYes: async () => {
        await buy.mutateAsync({ avatar, price }).catch(() => {});
      },
    });
  const byCollection = Map.groupBy(room.avatars, ({ collection }) => collection ?? t('others'));
  const error = wear.error ?? buy.error;
  return (
    <div className={cards.cards}>
      <div>
        <Text fw={650} size="lg">
          {t('purse', { price: priceText(room) })}
        </Text>
        <Text c="dimmed">{t('earning')}</Text>
        <div role="status">
          {buy.isSuccess && <Text>{t('bought', { name: buy.variables.avatar.name })}</Text>}
        </div>
        {error && <Refused error={error} />}
      </div>
      {[...byCollection].map(([collection, avatars]) => (
        <Card key={collection} title={collection} Icon={IconMoodSmile} wide>
          <ul className={classes.grid}>
            {avatars.map((avatar) => (
              <AvatarTile
                key={avatar.id}
                avatar={avatar}
                purse={room}
                isWorn={avatar.id === room.worn}
                isBusy={wear.isPending || buy.isPending}
                onWear={wear.mutate}
                onBuy={askToBuy}
              />
            ))}
          </ul>
        </Card>
      ))}
      {dialog}
    </div>
  );
}

function Refused({ error }: { error: Error }) {
  const { t, i18n } = useTranslation('avatars');
  const code = codeOf(error);
  if (!code || !i18n.exists(`avatars:errors.${code}`)) return <Refusal error={error} />;
  return (
    <Text c="wrong" role="alert">
      {t(`errors.${code as 'avatar/locked'}`)}
    </Text>
  );
}
