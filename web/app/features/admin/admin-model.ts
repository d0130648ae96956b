import type {
  Api,
  InterpretationSetup,
  InvitationSummary,
  IssuedInvitation,
  Meeting,
  NewAgendaItem,
  NewInvitation,
  NewMeeting,
  Store,
} from "../../../client/index.ts";
import { createLoader, type Load, type Loader } from "../../load";
import { inOrder } from "../home/order";

/** What the administrator's page shows. */
export interface AdminView {
  readonly meetings: Load<readonly Meeting[]>;
  readonly selected?: Meeting;
  readonly invitations: Load<readonly InvitationSummary[]>;
  /** The booths of the selected meeting. */
  readonly interpretation: Load<InterpretationSetup>;
  /** Links made on this page, by invitation: the server shows each once and keeps only its hash. */
  readonly links: ReadonlyMap<string, string>;
}

/** The administrator's page: meetings and their invitations. Its promises reject with CommandProblem. */
export interface AdminModel extends Store<AdminView> {
  reload(): void;
  select(meeting: string | undefined): void;
  create(meeting: NewMeeting): Promise<void>;
  invite(invitation: NewInvitation): Promise<IssuedInvitation>;
  revoke(invitation: string): Promise<void>;
  arrange(setup: InterpretationSetup): Promise<void>;
  /** A new link, kept in `links`; the old one is void. */
  renew(invitation: string): Promise<void>;
  refuseEntry(invitation: string, refused: boolean): Promise<void>;
  /** Replaces the provisional part of the agenda. */
  arrangeAgenda(items: readonly NewAgendaItem[]): Promise<void>;
}

/** Makes the model over an administrator's API. */
export function createAdmin(api: Api): AdminModel {
  const meetings = createLoader<readonly Meeting[]>(async () => inOrder(await api.meetings(), Date.now()));
  let selected: string | undefined;
  let invitations: Loader<readonly InvitationSummary[]> | undefined;
  let interpretation: Loader<InterpretationSetup> | undefined;
  let unsubscribe: readonly (() => void)[] = [];
  let links: ReadonlyMap<string, string> = new Map();
  const listeners = new Set<() => void>();

  const look = (): AdminView => {
    const list = meetings.get();
    const meeting = list.state === "loaded" ? list.value.find(({ id }) => id === selected) : undefined;
    return {
      meetings: list,
      ...(meeting ? { selected: meeting } : {}),
      invitations: invitations?.get() ?? { state: "loading" },
      interpretation: interpretation?.get() ?? { state: "loading" },
      links,
    };
  };
  let view = look();
  const changed = () => {
    view = look();
    for (const listener of listeners) listener();
  };
  meetings.subscribe(changed);

  const select = (meeting: string | undefined) => {
    for (const end of unsubscribe) end();
    selected = meeting;
    invitations = meeting === undefined ? undefined : createLoader(() => api.invitations(meeting));
    interpretation = meeting === undefined ? undefined : createLoader(() => api.interpretation(meeting));
    unsubscribe = [invitations?.subscribe(changed), interpretation?.subscribe(changed)].filter(
      (end) => end !== undefined,
    );
    changed();
  };
  const current = (): string => {
    if (selected === undefined) throw new Error("no meeting is selected");
    return selected;
  };

  return {
    get: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload: meetings.reload,
    select,
    create: async (meeting) => {
      const created = await api.createMeeting(meeting);
      meetings.reload();
      select(created.id);
    },
    invite: async (invitation) => {
      const issued = await api.invite(current(), invitation);
      links = new Map(links).set(issued.id, issued.url);
      changed();
      invitations?.reload();
      return issued;
    },
    revoke: async (invitation) => {
      await api.revoke(current(), invitation);
      invitations?.reload();
    },
    renew: async (invitation) => {
      const { url } = await api.renew(current(), invitation);
      links = new Map(links).set(invitation, url);
      changed();
      invitations?.reload();
    },
    arrangeAgenda: async (items) => {
      const { selected: meeting } = view;
      if (!meeting) return;
      await api.arrangeAgenda(meeting.id, meeting.agendaRevision, items);
      meetings.reload();
    },
    refuseEntry: async (invitation, refused) => {
      await api.refuseEntry(current(), invitation, refused);
      invitations?.reload();
    },
    arrange: async (setup) => {
      await api.arrange(current(), setup);
      interpretation?.reload();
    },
  };
}
