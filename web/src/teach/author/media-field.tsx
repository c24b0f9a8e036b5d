import { Button, FileButton, Group, Progress, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { createMedia } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../desk/states/refusal.tsx';
import { tutti } from '../../desk/tutti.ts';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import type { FormPart } from './draft.ts';

const media = createMedia(tutti);
const accepted = 'image/png,image/jpeg,image/webp,image/gif,audio/*,video/mp4,video/webm';

/** A file for the question. A picture is described before it is sent: nobody comes back to that later. */
export function MediaField({ draft, change, fault }: FormPart) {
  const { t } = useTranslation('author');
  const shown = draft.media;
  const [alt, setAlt] = useState('');
  const [caption, setCaption] = useState('');
  const [percent, setPercent] = useState<number | null>(null);
  const [missesAlt, setMissesAlt] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) =>
      media.upload(file, { alt, caption: caption.trim() || null }, ({ sent, total }) =>
        setPercent(Math.round((100 * sent) / total)),
      ),
    onSuccess: (ref) => change({ media: ref }),
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
    if (shown) change({ media: { ...shown, ...part, ...(part.caption === '' && { caption: null }) } });
    else {
      if (part.alt !== undefined) setAlt(part.alt);
      if (part.caption !== undefined) setCaption(part.caption);
    }
  };
  return (
    <Stack component="section" gap="sm" aria-label={t('media.title')}>
      <Text fw={650}>{t('media.title')}</Text>
      {shown && draft.kind !== 'hotspot' && <QuestionMedia media={shown} />}
      <TextInput
        label={t(shown && shown.kind !== 'image' ? 'media.altRecording' : 'media.alt')}
        value={words.alt}
        maxLength={300}
        error={fault('media.alt') ?? (missesAlt && t('media.first'))}
        onChange={({ currentTarget: { value } }) => setWords({ alt: value })}
      />
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
        {shown ? (
          <Button variant="default" onClick={() => change({ media: null })}>
            {t('media.remove')}
          </Button>
        ) : (
          <FileButton accept={accepted} onChange={choose}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                loading={upload.isPending}
                leftSection={<IconPhotoPlus size={20} aria-hidden />}
              >
                {t('media.choose')}
              </Button>
            )}
          </FileButton>
        )}
      </Group>
    </Stack>
  );
}
