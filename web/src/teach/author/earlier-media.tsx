import { Button, Group, Modal, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconMovie, IconVolume } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { createMedia, type MediaItem } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDay } from '../../desk/dates.ts';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { tutti } from '../../desk/tutti.ts';
import classes from './author.module.css';

const media = createMedia(tutti);
const whose = ['mine', 'all'] as const;

interface EarlierMediaProps {
  opened: boolean;
  /** Only films will do. */
  isFilm: boolean;
  onClose(): void;
  onChoose(item: MediaItem): void;
}

/** What this author or the whole school has sent before, to be shown once more. */
export function EarlierMedia({ opened, isFilm, onClose, onChoose }: EarlierMediaProps) {
  const { t } = useTranslation(['author', 'account']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(isFilm ? 'media.earlier.films' : 'media.earlier.title')}
      size="lg"
      // what was chosen takes it
      returnFocus={false}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <Files isFilm={isFilm} onChoose={onChoose} />
    </Modal>
  );
}

function Files({ isFilm, onChoose }: Pick<EarlierMediaProps, 'isFilm' | 'onChoose'>) {
  const { t } = useTranslation('author');
  const [of, setOf] = useState<(typeof whose)[number]>('mine');
  const kind = isFilm ? ('video' as const) : undefined;
  const files = useInfiniteQuery({
    queryKey: ['media', of, kind ?? 'any'],
    queryFn: ({ pageParam }) =>
      media.list({ kind, whose: of, limit: 12, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('media.earlier.whose')}
        value={of}
        data={whose.map((value) => ({ value, label: t(`media.earlier.${value}`) }))}
        onChange={(value) => setOf(value === 'all' ? 'all' : 'mine')}
      />
      <QueryView query={files} skeleton={<Skeleton height={240} radius="lg" />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <Text c="dimmed">{t('media.earlier.none')}</Text>;
          return (
            <>
              <ul className={classes.files}>
                {items.map((item) => (
                  <li key={item.id}>
                    <FileButton item={item} onChoose={() => onChoose(item)} />
                  </li>
                ))}
              </ul>
              <MoreButton query={files} label={t('media.earlier.more')} />
            </>
          );
        }}
      </QueryView>
    </Stack>
  );
}

function FileButton({ item, onChoose }: { item: MediaItem; onChoose: () => void }) {
  const { t } = useTranslation('author');
  const day = useDay();
  const Icon = item.kind === 'video' ? IconMovie : IconVolume;
  return (
    <Button variant="default" className={classes.file} onClick={onChoose}>
      <Group wrap="nowrap" gap="sm" w="100%">
        <span className={classes.thumb}>
          {item.kind === 'image' ? (
            // the words stand beside it
            <img src={`/media/${item.id}`} alt="" loading="lazy" />
          ) : (
            <Icon size={28} aria-hidden />
          )}
        </span>
        <span className={classes.fileText}>
          <span>{item.alt || item.caption || t('media.earlier.unnamed')}</span>
          <Text span size="sm" c="dimmed" display="block">
            {t(`media.earlier.kind.${item.kind}`)} · {day(item.createdAt)}
          </Text>
        </span>
      </Group>
    </Button>
  );
}
