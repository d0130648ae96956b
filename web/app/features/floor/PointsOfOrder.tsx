import { Trans, useLingui } from "@lingui/react/macro";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";

/** The points of order that wait, each with the chair's answer. */
export function PointsOfOrder() {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { points } = useStore(client.floor.view);
  return points.map(({ participant, name, delegation }) => (
    <Banner
      key={participant}
      tone="warn"
      title={
        <Trans>
          Point of order: <bdi>{name}</bdi>
        </Trans>
      }
      action={
        <>
          <Button
            variant="primary"
            aria-label={t`Grant the point of order of ${name}`}
            onPress={() => run(client.floor.grant(participant))}
          >
            <Trans>Grant</Trans>
          </Button>
          <Button
            aria-label={t`Dismiss the point of order of ${name}`}
            onPress={() => run(client.floor.dismiss(participant))}
          >
            <Trans context="point of order">Dismiss</Trans>
          </Button>
        </>
      }
    >
      {delegation ? <bdi>{delegation.name}</bdi> : null}
    </Banner>
  ));
}

/** What concerns oneself: for the chair the points of order that wait; the own one; the own speech that is interrupted. */
export function PointBanners() {
  const { client, run } = useRoom();
  const { points, may, ownPoint, interrupted } = useStore(client.floor.view);
  return (
    <>
      {may.preside && points.length > 0 ? (
        <div role="alert">
          <PointsOfOrder />
        </div>
      ) : null}
      {ownPoint ? (
        <div role="status">
          <Banner
            tone="info"
            title={<Trans>Your point of order waits for the chair</Trans>}
            action={
              <Button onPress={() => run(client.floor.raise(false))}>
                <Trans>Take it back</Trans>
              </Button>
            }
          />
        </div>
      ) : null}
      {interrupted ? (
        <div role="status">
          <Banner tone="floor" title={<Trans>You are interrupted by a point of order</Trans>}>
            <Trans>Your clock stands. The floor comes back to you when it is over.</Trans>
          </Banner>
        </div>
      ) : null}
    </>
  );
}
