import type {
  Api,
  InvitationInfo,
  InvitationSummary,
  MemberChange,
  NewMember,
  Store,
} from "../../../client/index.ts";
import { createLoader, type Load, type Loader } from "../../load";

/** What a focal point's page shows. */
export interface DelegationView {
  readonly invitation: Load<InvitationInfo>;
  readonly members: Load<readonly InvitationSummary[]>;
  /** Links made on this page, by member: the server shows each once and keeps only its hash. */
  readonly links: ReadonlyMap<string, string>;
}

/** A focal point's page: the list of the own delegation. Its promises reject with CommandProblem. */
export interface DelegationModel extends Store<DelegationView> {
  reload(): void;
  /** Resolves to the member's id. */
  add(member: NewMember): Promise<string>;
  change(member: string, change: MemberChange): Promise<void>;
  remove(member: string): Promise<void>;
  renew(member: string): Promise<void>;
  adopt(): Promise<void>;
}

/** Makes the model over the API of a focal point's invitation. */
export function createDelegation(api: Api): DelegationModel {
  const listeners = new Set<() => void>();
  let members: Loader<readonly InvitationSummary[]> | undefined;
  let links: ReadonlyMap<string, string> = new Map();
  let place: { readonly meeting: string; readonly delegation: string } | undefined;
  const invitation = createLoader(() => api.invitation());
  const look = (): DelegationView => ({
    invitation: invitation.get(),
    members: members?.get() ?? { state: "loading" },
    links,
  });
  let view = look();
  const changed = () => {
    view = look();
    for (const listener of listeners) listener();
  };
  invitation.subscribe(() => {
    const loaded = invitation.get();
    if (loaded.state === "loaded" && loaded.value.focalPoint && loaded.value.delegation && !place) {
      const at = { meeting: loaded.value.meeting.id, delegation: loaded.value.delegation };
      place = at;
      members = createLoader(() => api.members(at.meeting, at.delegation));
      members.subscribe(changed);
    }
    changed();
  });
  const here = () => {
    if (!place) throw new Error("no delegation is known");
    return place;
  };
  const keep = (id: string, url: string) => {
    links = new Map(links).set(id, url);
    changed();
    members?.reload();
  };
  return {
    get: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload: () => {
      invitation.reload();
      members?.reload();
    },
    add: async (member) => {
      const { meeting, delegation } = here();
      const { id, url } = await api.addMember(meeting, delegation, member);
      keep(id, url);
      return id;
    },
    change: async (member, change) => {
      const { meeting, delegation } = here();
      await api.changeMember(meeting, delegation, member, change);
      members?.reload();
    },
    remove: async (member) => {
      const { meeting, delegation } = here();
      await api.removeMember(meeting, delegation, member);
      members?.reload();
    },
    renew: async (member) => {
      const { meeting, delegation } = here();
      keep(member, (await api.renewMember(meeting, delegation, member)).url);
    },
    adopt: async () => {
      const loaded = invitation.get();
      if (loaded.state !== "loaded") return;
      await api.adoptAgenda(loaded.value.meeting.id, loaded.value.meeting.agendaRevision);
      invitation.reload();
    },
  };
}
