/** Lets many pass together, or one alone: who asks to be alone waits until the others are through, and they wait meanwhile. */
export interface SendQueue {
  together<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly wasAlone: boolean }>;
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function createSendQueue(): SendQueue {
  let inside = 0;
  let entered = 0;
  let closed: Promise<unknown> = Promise.resolve();
  const emptied: (() => void)[] = [];
  const leave = (): void => {
    inside -= 1;
    if (inside === 0) for (const resolve of emptied.splice(0)) resolve();
  };
  return {
    async together(work) {
      for (let seen: unknown; seen !== closed; ) {
        seen = closed;
        await closed;
      }
      inside += 1;
      entered += 1;
      const mine = entered;
      const company = inside > 1;
      try {
        const value = await work();
        return { value, wasAlone: !company && entered === mine };
      } finally {
        leave();
      }
    },
    alone(work) {
      const before = closed;
      const turn = before.then(async () => {
        if (inside > 0) await new Promise<void>((resolve) => void emptied.push(resolve));
        return work();
      });
      closed = turn.catch(() => undefined);
      return turn;
    },
  };
}
