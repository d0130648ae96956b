package proceedings

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func someSeal(through uint64, leaves int64) Seal {
	return Seal{
		Through: through, Leaves: leaves, Root: base64.StdEncoding.EncodeToString(make([]byte, 32)), Key: "cumbre+1a2b3c4d+A", SHA256: someHash, Bytes: 1000,
	}
}

// sealing says that an archive was made, as the server does after it has made one, and as it never would.
func (l *life) sealing(t *rapid.T, by string) Command {
	v := someSeal(uint64(len(l.records)), int64(rapid.IntRange(0, 2*len(l.records)+1).Draw(t, "leaves")))
	switch rapid.IntRange(0, 5).Draw(t, "seal") {
	case 0:
		v.Root = "root"
	case 1:
		v.Through = rapid.Uint64Range(0, 100).Draw(t, "through")
	case 2:
		v.Missing = []string{rapid.String().Draw(t, "missing")}
	}
	if rapid.Bool().Draw(t, "administrator") {
		by = ""
	}
	return SealArchive{By: by, Seal: v}
}

// checkSeals: archives are of what is over, each of more than the one before, which stays as it is.
func checkSeals(t *rapid.T, before, after State) {
	if diff := cmp.Diff(before.Seals, after.Seals[:len(before.Seals)]); diff != "" && len(before.Seals) > 0 {
		t.Fatal(diff)
	}
	for i, v := range after.Seals {
		if after.Phase != Ended || v.Number != i+1 || i > 0 && (v.Leaves <= after.Seals[i-1].Leaves || v.Through <= after.Seals[i-1].Through) {
			t.Fatalf("%s: %+v after %+v", after.Phase, v, after.Seals[:i])
		}
	}
}

func TestArchivesAreSealedWhenAllIsOver(t *testing.T) {
	s, now := inSession(t), time.Date(2021, 5, 7, 16, 0, 0, 0, time.UTC)
	no := false
	s = granted(t, s, IssueInvitation{ID: "olga", TokenHash: "o", Role: "organiser", Name: "Olga", Lobby: &no}, now)
	file := SoundFile{ID: "f", Participant: "ana", Kind: "microphone", Codec: "opus", Start: now}
	s = granted(t, s, OpenSound{File: file}, now)
	refusedAs(t, s, SealArchive{Seal: someSeal(9, 9)}, now, ArchiveEarly)
	s = granted(t, s, End{By: "chair"}, now)
	refusedAs(t, s, SealArchive{Seal: someSeal(9, 9)}, now, ArchiveEarly) // a file of sound is open
	file.SHA256, file.Milliseconds, file.Bytes = someHash, 1000, 4000
	s = granted(t, s, CloseSound{File: file}, now)
	for _, who := range []string{"chair", "ana"} {
		refusedAs(t, s, SealArchive{By: who, Seal: someSeal(9, 9)}, now, NotAllowed)
	}
	for what, change := range map[string]func(*Seal){
		"no root": func(v *Seal) { v.Root = "" }, "no hash": func(v *Seal) { v.SHA256 = "00" }, "no size": func(v *Seal) { v.Bytes = 0 },
		"no leaves": func(v *Seal) { v.Leaves = 0 }, "no key": func(v *Seal) { v.Key = "" }, "a long key": func(v *Seal) { v.Key = strings.Repeat("k", 201) },
		"a name that steers": func(v *Seal) { v.Missing = []string{"a\u202eb"} },
	} {
		v := someSeal(9, 9)
		change(&v)
		if _, err := Decide(s, SealArchive{Seal: v}, now); err == nil {
			t.Errorf("%s is sealed", what)
		}
	}
	v := someSeal(9, 9)
	v.Missing = make([]string, 2*maxMissing)
	s = granted(t, s, SealArchive{By: "olga", Seal: v}, now)
	if one := s.Seals[0]; one.Number != 1 || one.By != "olga" || !one.At.Equal(now) || len(one.Missing) != maxMissing {
		t.Errorf("%+v", one)
	}
	refusedAs(t, s, SealArchive{Seal: someSeal(10, 20)}, now, NothingNew) // the one record more is the seal
	refusedAs(t, s, SealArchive{Seal: someSeal(11, 9)}, now, FieldInvalid)
	for n := uint64(11); len(s.Seals) < MaxSeals; n += 2 {
		s = granted(t, s, SealArchive{Seal: someSeal(n, int64(n))}, now)
	}
	refusedAs(t, s, SealArchive{Seal: someSeal(1000, 1000)}, now, LimitReached)
}
