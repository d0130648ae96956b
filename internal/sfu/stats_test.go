package sfu

import (
	"reflect"
	"testing"
)

func TestAddForgetsNoCounter(t *testing.T) {
	var one, sum Stats
	v := reflect.ValueOf(&one).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.CanUint() {
			f.SetUint(uint64(i + 1))
		} else {
			f.SetInt(int64(i + 1))
		}
	}
	sum.Add(one)
	if sum != one {
		t.Errorf("%+v\nadded to nothing is\n%+v", one, sum)
	}
	rest := reflect.ValueOf(one.WithoutGauges())
	for i := range rest.NumField() {
		if gauge := rest.Field(i).CanInt(); gauge != rest.Field(i).IsZero() {
			t.Errorf("%s is %v without gauges", rest.Type().Field(i).Name, rest.Field(i))
		}
	}
}
