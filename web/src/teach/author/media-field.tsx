import { Button, FileButton, Group, Progress, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconHistory, IconMovie, IconPhotoPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createMedia, type WrittenLessonMedia } from '@tutti/client/admin';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../desk/states/refusal.tsx';
import { tutti } from '../../desk/tutti.ts';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { EarlierMedia } from './earlier-media.tsx';

type Media = Omit<WrittenLessonMedia, 'alts'>;

const media = createMedia(tutti);
const films = 'video/mp4,video/webm';
const accepted = `image/png,image/jpeg,image/webp,image/gif,audio/*,${films}`;

interface MediaFieldProps {
  shown: Media | null;
  /** Only a film will do. */
  isFilm?: boolean;
  /** It is shown somewhere else on the page. */
  isElsewhere?: boolean;
  /** What is wrong with the file, and with the words about it. */
  error?: string | undefined;
  altError?: string | undefined;
  /** Stands below the words about it. */
  children?: ReactNode;
  onChange(media: Media | null): void;
}

/** A file for a question or a lesson. A picture is described before it is sent: nobody comes back to that later. */
export function MediaField({
  shown,
  isFilm = false,
  isElsewhere = false,
  error,
  altError,
  children,
  onChange,
}: MediaFieldProps) {
  const { t } = useTranslation('author');
  const errorId = useId();
  const [alt, setAlt] = useState('');
  const [caption, setCaption] = useState('');
  const [percent, setPercent] = useState<number | null>(null);
  const [missesAlt, setMissesAlt] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const altField = useRef<HTMLInputElement>(null);
  const earlierButton = useRef<HTMLButtonElement>(null);
  const queries = useQueryClient();
  const upload = useMutation({
    mutationFn: (file: File) =>
      media.upload(file, { alt, caption: caption.trim() || null }, ({ sent, total }) =>
        setPercent(Math.round((100 * sent) / total)),
      ),
    onSuccess(ref) {
      onChange(ref);
      void queries.invalidateQueries({ queryKey: ['media'] });
    },
    onSettled: () => setPercent(null),
  });
  const choose = (file: File | null) => {
    if (!file) return;
    const lacks = file.type.startsWith('image/') && alt.trim() === '';
    setMissesAlt(lacks);
    if (!lacks) upload.mutate(file);
  };
  const words = shown ?? { alt, caption };
  const setWords = (part: { alt?: string; caption?: string }) => {
    if (shown) onChange({ ...shown, ...part, ...(part.caption === '' && { caption: null }) });
    else {
      if (part.alt !== undefined) setAlt(part.alt);
      if (part.caption !== undefined) setCaption(part.caption);
    }
  };
  const isWanted = !shown || (isFilm && shown.kind !== 'video');
  const close = () => {
    setChoosing(false);
    requestAnimationFrame(() => earlierButton.current?.focus());
  };
  const kind = shown?.kind ?? (isFilm ? 'video' : 'image');
  const Icon = isFilm ? IconMovie : IconPhotoPlus;
  return (
    <Stack component="section" gap="sm" aria-label={t(isFilm ? 'media.film' : 'media.title')}>
      <Text fw={650}>{t(isFilm ? 'media.film' : 'media.title')}</Text>
      {shown && !isElsewhere && <QuestionMedia media={shown} />}
      <TextInput
        ref={altField}
        label={t(`media.altOf.${kind}`)}
        value={words.alt}
        maxLength={300}
        error={altError ?? (missesAlt && t('media.first'))}
        onChange={({ currentTarget: { value } }) => setWords({ alt: value })}
      />
      {children}
      <Textarea
        autosize
        label={t('media.caption')}
        value={words.caption ?? ''}
        maxLength={2_000}
        onChange={({ currentTarget: { value } }) => setWords({ caption: value })}
      />
      {upload.error && <Refusal error={upload.error} />}
      {percent !== null && (
        <div role="status">
          <Text size="sm">{t('media.sending', { percent })}</Text>
          <Progress value={percent} aria-label={t('media.sending', { percent })} />
        </div>
      )}
      <Group>
        {shown && (
          <Button variant="default" onClick={() => onChange(null)}>
            {t('media.remove')}
          </Button>
        )}
        {isWanted && (
          <FileButton accept={isFilm ? films : accepted} onChange={choose}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                loading={upload.isPending}
                aria-invalid={error !== undefined}
                aria-describedby={error && errorId}
                leftSection={<Icon size={20} aria-hidden />}
              >
                {t(isFilm ? 'media.chooseFilm' : 'media.choose')}
              </Button>
            )}
          </FileButton>
        )}
        {isWanted && (
          <Button
            ref={earlierButton}
            variant="default"
            aria-haspopup="dialog"
            leftSection={<IconHistory size={20} aria-hidden />}
            onClick={() => setChoosing(true)}
          >
            {t('media.earlier.open')}
          </Button>
        )}
      </Group>
      <EarlierMedia
        opened={isChoosing}
        isFilm={isFilm}
        onClose={close}
        onChoose={({ id, kind, alt, caption }) => {
          setChoosing(false);
          setMissesAlt(false);
          onChange({ id, kind, alt: alt || words.alt, caption });
          requestAnimationFrame(() => altField.current?.focus());
        }}
      />
      {error && (
        <Text size="sm" c="wrong" id={errorId}>
          {error}
        </Text>
      )}
    </Stack>
  );
}
