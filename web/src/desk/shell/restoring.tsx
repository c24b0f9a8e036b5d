import { Container, Skeleton, Stack } from '@mantine/core';
import { Delayed } from '../states/delayed.tsx';

export function Restoring() {
  return (
    <Container size="lg" py="xl">
      <Delayed>
        <Stack>
          <Skeleton height={40} width="40%" />
          <Skeleton height={220} />
          <Skeleton height={220} />
        </Stack>
      </Delayed>
    </Container>
  );
}
